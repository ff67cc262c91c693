import type { Buckets } from '../domain/ports/buckets.ts'
import type { Clock } from '../domain/ports/clock.ts'
import { openFolderBuckets } from './folder/folder-buckets.ts'

/** Where buckets are: a folder by its absolute path. */
export type BucketPlace = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 's3' }

export interface OpenBuckets {
  readonly buckets: Buckets
  readonly close: () => void
}

/** Throws when the folder can't be used. */
export async function openBuckets(place: BucketPlace, clock: Pick<Clock, 'now'>): Promise<OpenBuckets> {
  if (place.kind === 's3')
    throw new Error('object stores are not spoken to yet: CHANCERY_BUCKETS_URL must be file:')
  return { buckets: await openFolderBuckets(place.folder, clock), close: () => undefined }
}
