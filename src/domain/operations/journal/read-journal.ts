import { DomainError } from '../../model/errors.ts'
import type { Journal, JournalPosition, JournalRecord } from '../../model/journal.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { findBegun, findLying, type LyingJournal } from './journal-place.ts'
import { damaged, findSegment, type JournalWorld, startsAnew, walkSegments } from './segments.ts'

/** Takes the records of a journal in their order, some thousands at a time: there may be millions of them. */
type Take = (records: readonly JournalRecord[]) => void

/**
 * Reads all that lies there; resolves to where it ends, null where there is none. Throws `bucket-store-failed` where that
 * is less than this database wrote, unless everything was written anew since, and where segments are missing that this
 * database does not know.
 */
export async function readJournal(
  world: JournalWorld,
  owner: JournalOwner,
  { position }: Journal,
  take: Take,
): Promise<JournalPosition | null> {
  let end = position
  for (const lying of await findJournals(world, owner, position)) {
    end = (await readAt(world, lying, position, take)) ?? end
  }
  return end
}

const findJournals = async (world: JournalWorld, owner: JournalOwner, position: JournalPosition | null) =>
  position ? [await findLying(world, { ...owner, bucket: position.bucket })] : await findBegun(world, owner)

async function readAt(
  world: JournalWorld,
  lying: LyingJournal,
  position: JournalPosition | null,
  take: Take,
): Promise<JournalPosition | undefined> {
  const { segment: known = 0, records: least = 0 } = position ?? {}
  let end: JournalPosition | undefined
  let isShort = known > 0 && !lying.numbers.includes(known)
  let isRenewed = false
  for await (const { number, follows, records } of walkSegments(world, lying, 1, known)) {
    if (number === known && records.length < least) isShort = true
    if (follows === startsAnew && number > known) isRenewed = true
    take(records)
    end = { bucket: lying.bucket, segment: number, records: records.length }
  }
  if (isShort && !isRenewed) throw damaged(lying, known, 'is missing, or an older one than was there')
  return end
}

/** What is left of a journal that an operator gave up: whatever of it opens. */
export async function readRemains(
  world: JournalWorld,
  owner: JournalOwner,
  { position }: Journal,
  take: Take,
): Promise<void> {
  for (const lying of (await ifThere(findJournals(world, owner, position))) ?? []) {
    for (const number of lying.numbers) {
      const segment = await ifThere(findSegment(world, lying, number))
      if (segment) take(segment.records)
    }
  }
}

async function ifThere<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}
