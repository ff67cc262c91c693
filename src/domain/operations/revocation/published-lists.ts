import { objectName } from '../../model/revocation-list.ts'
import type { ObjectMark } from '../../ports/buckets.ts'
import type { World } from '../world.ts'
import { SharedCopies } from './shared-copies.ts'

export interface ListPlace {
  readonly bucket: string
  readonly name: string
}

/** How a list is told from those before and after it in its place (RFC 9110 §8.8). */
export interface ListValidators {
  readonly tag: string
  /** Ms since the epoch; null where the time alone does not tell it from another. */
  readonly modifiedAt: number | null
}

export interface ReadList extends ListValidators {
  readonly der: Uint8Array
}

/** What lies in the bucket, not read yet. */
export interface FoundList extends ListValidators {
  /** The list, or a newer one that took its place meanwhile. */
  read(): Promise<ReadList | undefined>
}

/** A list as anyone may fetch it: what lies in the bucket, whatever has become of the CA. */
export type FindPublishedList = (place: ListPlace) => Promise<FoundList | undefined>

/** Lists for whoever asks. Many who ask at once, and read slowly, share one copy. */
export function createPublishedLists(world: World): FindPublishedList {
  const copies = new SharedCopies()
  return async (place) => {
    const { buckets } = world
    const accountId = await ownerOf(world, place)
    if (accountId === undefined) return undefined
    const object = [accountId, place.bucket, objectName(place.name)] as const
    const found = await buckets.find(...object)
    if (!found) return undefined
    const read = async () => {
      const stored = await copies.get(`${place.bucket}/${place.name}`, found.mark, () =>
        buckets.read(...object),
      )
      return stored && { ...validatorsOf(world, stored), der: stored.content }
    }
    return { ...validatorsOf(world, found), read }
  }
}

const ownerOf = ({ database }: World, { bucket, name }: ListPlace): Promise<string | undefined> =>
  database.read('', ({ publicAuthorities }) => publicAuthorities.findListOwner(bucket, name))

/** HTTP counts whole seconds, and a store's clock need not be ours: by then no other list is of the same (RFC 9110 §8.8.2.2). */
const settledAfterMs = 60_000

function validatorsOf({ clock, digest }: World, { mark, writtenAt }: ObjectMark): ListValidators {
  const isSettled = writtenAt !== null && clock.now() - writtenAt >= settledAfterMs
  return { tag: digest.of(mark), modifiedAt: isSettled ? writtenAt : null }
}
