import { DomainError } from '../../model/errors.ts'
import { type JournalSegment, readSegment, segmentKey, segmentOctets } from '../../model/journal.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { StoredObject } from '../../ports/buckets.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { World } from '../world.ts'

/** What journals are read and written with. */
export type JournalWorld = Pick<
  World,
  'database' | 'clock' | 'random' | 'buckets' | 'vault' | 'digest' | 'faults'
>

/** Whose journal, and where it lies. */
export interface JournalPlace extends JournalOwner {
  readonly bucket: string
}

/** A segment as it lies there. */
export interface StoredSegment extends JournalSegment {
  readonly number: number
  /** Names it to a write that replaces it. */
  readonly version: string
  /** What the next segment says that it follows. */
  readonly hash: string
}

export const startsAnew = 'anew'

/** Undefined where there is none. Throws `bucket-store-failed` for what we did not write, too. */
export async function findSegment(
  world: JournalWorld,
  place: JournalPlace,
  number: number,
): Promise<StoredSegment | undefined> {
  const { bucket, accountId, authorityId } = place
  const stored = await world.buckets.read(accountId, bucket, segmentKey(authorityId, number))
  if (!stored) return undefined
  const segment = open(world, place, number, stored)
  if (!segment) throw damaged(place, number, 'is damaged, or was not written by this installation')
  return { ...segment, number, version: stored.version, hash: world.digest.of(stored.content) }
}

function open(
  { vault }: JournalWorld,
  { accountId, authorityId }: JournalPlace,
  number: number,
  { content }: StoredObject,
): JournalSegment | undefined {
  const record = sealedRecords.journalSegment(accountId, authorityId, number)
  try {
    return readSegment(vault.unseal({ record, sealed: content }))
  } catch (error) {
    if (error instanceof DomainError && error.code === 'key-processing-failed') return undefined
    throw error
  }
}

/** False: somebody else wrote it meanwhile. `replaces`: its version, null where there is none. */
export function putSegment(
  { buckets, vault }: JournalWorld,
  { bucket, accountId, authorityId }: JournalPlace,
  number: number,
  segment: JournalSegment,
  replaces: string | null,
): Promise<boolean> {
  const record = sealedRecords.journalSegment(accountId, authorityId, number)
  const { sealed } = vault.seal(record, segmentOctets(segment))
  const options = { contentType: 'application/octet-stream', replaces }
  return buckets.write(accountId, bucket, segmentKey(authorityId, number), sealed, options)
}

/**
 * The segments from a number on, in their order, up to the last. Throws `bucket-store-failed` where one is missing
 * between others, or is not the one that the next was written behind.
 */
export async function* walkSegments(
  world: JournalWorld,
  place: JournalPlace,
  from: number,
): AsyncGenerator<StoredSegment> {
  let before: string | undefined
  for (let number = from; ; number += 1) {
    let segment = await findSegment(world, place, number)
    if (!segment) {
      number += 1
      segment = await findSegment(world, place, number)
      if (!segment) return
      if (segment.follows !== startsAnew) throw damaged(place, number - 1, 'is missing')
    }
    const isNext = segment.follows === startsAnew || before === undefined || segment.follows === before
    if (!isNext) throw damaged(place, number - 1, 'is an older one than was there')
    before = segment.hash
    yield segment
  }
}

export const damaged = ({ bucket, authorityId }: JournalPlace, number: number, what: string) =>
  new DomainError('bucket-store-failed', {
    reason: `the journal ${bucket}/${segmentKey(authorityId, number)} ${what}`,
  })
