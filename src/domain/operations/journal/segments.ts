import { DomainError } from '../../model/errors.ts'
import { type JournalSegment, readSegment, segmentKey, segmentOctets } from '../../model/journal.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { StoredObject } from '../../ports/buckets.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { World } from '../world.ts'
import type { LyingJournal } from './journal-place.ts'

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
 * The segments that lie there from a number on, in their order. Throws a `JournalDamage` where one is missing that this
 * database does not know (`known`: the last one that it does), or is not the one that the next was written behind. What
 * begins anew needs none of those before.
 */
export async function* walkSegments(
  world: JournalWorld,
  lying: LyingJournal,
  from: number,
  known = 0,
): AsyncGenerator<StoredSegment> {
  let last: { readonly number: number; readonly hash?: string } = { number: from - 1 }
  for (const number of lying.numbers.filter((one) => one >= from)) {
    const segment = await findSegment(world, lying, number)
    if (!segment) throw damaged(lying, number, 'is missing')
    if (segment.follows !== startsAnew) checkFollows(lying, segment, last, known)
    last = segment
    yield segment
  }
}

function checkFollows(
  lying: LyingJournal,
  { number, follows }: StoredSegment,
  last: { readonly number: number; readonly hash?: string },
  known: number,
): void {
  const isNext = number === last.number + 1
  if (!isNext && number > known) throw damaged(lying, number - 1, 'is missing')
  if (isNext && last.hash !== undefined && follows !== last.hash) {
    throw damaged(lying, last.number, 'is an older one than was there')
  }
}

/** A journal is not as it was written: less than it was, or not ours. No store that answers again makes it whole. */
export class JournalDamage extends DomainError {}

export const damaged = ({ bucket, authorityId }: JournalPlace, number: number, what: string) =>
  new JournalDamage('bucket-store-failed', {
    reason: `the journal ${bucket}/${segmentKey(authorityId, number)} ${what}`,
  })
