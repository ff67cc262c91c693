import type { Buckets } from '../domain/ports/buckets.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Random } from '../domain/ports/random.ts'
import { openFolderBuckets } from './folder/folder-buckets.ts'
import type { S3Place } from './s3/s3-place.ts'

/** Where buckets are: a folder by its absolute path, or a store that speaks S3. */
export type BucketPlace = { readonly kind: 'folder'; readonly folder: string } | S3Place

export interface OpenBuckets {
  readonly buckets: Buckets
  readonly close: () => void
}

/** Throws when the folder can't be used; a store that does not answer now may do so later, and health says so. */
export async function openBuckets(
  place: BucketPlace,
  clock: Pick<Clock, 'now'>,
  random: Pick<Random, 'identifier'>,
): Promise<OpenBuckets> {
  if (place.kind === 'folder') {
    return { buckets: await openFolderBuckets(place.folder, clock), close: () => undefined }
  }
  // its package is large, and loaded only where it is used
  const { S3Buckets } = await import('./s3/s3-buckets.ts')
  const buckets = new S3Buckets(place, clock, random)
  return { buckets, close: () => buckets.close() }
}
