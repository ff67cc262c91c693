import { objectName } from '../../model/revocation-list.ts'
import type { World } from '../world.ts'

/** A list as anyone may fetch it: what lies in the bucket, whatever has become of the CA. */
export async function readPublishedList(
  { database, buckets }: World,
  { bucket, name }: { readonly bucket: string; readonly name: string },
): Promise<Uint8Array | undefined> {
  const accountId = await database.read('', ({ publicAuthorities }) =>
    publicAuthorities.findListOwner(bucket, name),
  )
  if (accountId === undefined) return undefined
  const stored = await buckets.read(accountId, bucket, objectName(name))
  return stored?.content
}
