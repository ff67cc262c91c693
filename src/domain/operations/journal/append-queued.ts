import { DomainError } from '../../model/errors.ts'
import {
  type Journal,
  type JournalPosition,
  type JournalRecord,
  segmentCapacity,
} from '../../model/journal.ts'
import type { JournalOwner, QueuedRecord } from '../../ports/journal-store.ts'
import { awaitJournal } from './await-journals.ts'
import { knowsAll, writtenBefore } from './compare-journal.ts'
import { findBegun, findLying, firstPlace } from './journal-place.ts'
import {
  damaged,
  findSegment,
  JournalDamage,
  type JournalPlace,
  type JournalWorld,
  putSegment,
  type StoredSegment,
  startsAnew,
  walkSegments,
} from './segments.ts'

/** Records that go into the bucket at once. */
const batch = 1000

/** Somebody else may have written meanwhile: then their records are looked at, too. */
const attempts = 10

/**
 * Writes what is queued for a CA's journal behind what lies in the bucket, and takes it from the queue. Where the bucket
 * holds records that this database knows nothing of, the database is an older one: the CA then signs nothing until its
 * journal was read back. Throws `bucket-store-failed`, which is noted too.
 */
export async function appendQueued(world: JournalWorld, owner: JournalOwner): Promise<void> {
  try {
    await appendAll(world, owner)
  } catch (error) {
    if (error instanceof DomainError) await noteFailure(world, owner, error.message)
    throw error
  }
}

export const noteFailure = ({ database }: JournalWorld, owner: JournalOwner, failure: string) =>
  database.write(owner.accountId, ({ journals }) => journals.noteFailure(owner.authorityId, failure))

async function appendAll(world: JournalWorld, owner: JournalOwner): Promise<void> {
  let lost = 0
  while (lost < attempts) {
    const outcome = await appendBatch(world, owner)
    if (outcome === 'done') return
    if (outcome === 'lost') lost += 1
  }
  throw new DomainError('bucket-store-failed', { reason: 'the journal changes faster than we can write' })
}

/** `lost`: somebody else was first. */
async function appendBatch(world: JournalWorld, owner: JournalOwner): Promise<'done' | 'more' | 'lost'> {
  const { accountId, authorityId } = owner
  const { journal, isEmpty } = await world.database.read(accountId, async ({ journals }) => ({
    journal: await journals.find(authorityId),
    isEmpty: (await journals.listQueued(authorityId, 1)).length === 0,
  }))
  if (isEmpty || journal?.awaitedSince != null) return 'done'
  const end = await findEnd(world, owner, journal)
  if (!end || !(await world.database.read(accountId, (stores) => knowsAll(stores, owner, end.unknown)))) {
    await awaitJournal(world, owner)
    return 'done'
  }
  if (end.isShort) return beginAnew(world, owner, end.place)
  // read after the segment: whoever took records from here in between has changed the segment, too
  const queued = await world.database.read(accountId, ({ journals }) =>
    journals.listQueued(authorityId, batch),
  )
  if (queued.length === 0) return 'done'
  const written = await append(world, end, queued)
  if (!written) return 'lost'
  await world.faults.reach('journal: appended, still queued')
  await world.database.write(accountId, async ({ journals }) => {
    await journals.removeQueued(queued.map(({ sequence }) => sequence))
    await journals.advance(authorityId, { bucket: end.place.bucket, ...written })
  })
  return queued.length < batch ? 'done' : 'more'
}

/** Where the journal then ends; undefined when somebody else was first. */
async function append(
  world: JournalWorld,
  { place, last, unknown }: JournalEnd,
  queued: readonly QueuedRecord[],
): Promise<{ readonly segment: number; readonly records: number } | undefined> {
  const present = new Set(writtenBefore(queued, unknown))
  const added = queued.filter((one) => !present.has(one))
  if (last && added.length === 0) return { segment: last.number, records: last.records.length }
  const open = last && last.records.length < segmentCapacity ? last : undefined
  const segment = open?.number ?? (last?.number ?? 0) + 1
  const records = [...(open?.records ?? []), ...added]
  const follows = open?.follows ?? last?.hash ?? startsAnew
  await world.faults.reach('journal: recorded, not appended')
  const isWritten = await putSegment(world, place, segment, { follows, records }, open?.version ?? null)
  return isWritten ? { segment, records: records.length } : undefined
}

interface JournalEnd {
  readonly place: JournalPlace
  readonly last: StoredSegment | undefined
  /** What lies behind the place up to which this database knows the journal. */
  readonly unknown: readonly JournalRecord[]
  /** Less lies there than this database wrote, or an operator gave up what does. */
  readonly isShort: boolean
}

/** Undefined where a journal lies that this database does not know, and is not whole. */
async function findEnd(
  world: JournalWorld,
  owner: JournalOwner,
  journal: Journal | undefined,
): Promise<JournalEnd | undefined> {
  const position = journal?.position ?? null
  try {
    return position ? await findKnownEnd(world, owner, position) : await findFirstEnd(world, owner)
  } catch (error) {
    if (!(error instanceof JournalDamage)) throw error
    if (journal?.givenUpAt != null) return givenUpEnd(await firstPlace(world, owner))
    if (position) throw error
    return undefined
  }
}

const givenUpEnd = (place: JournalPlace) => ({ place, last: undefined, unknown: [], isShort: true })

async function findKnownEnd(
  world: JournalWorld,
  owner: JournalOwner,
  position: JournalPosition,
): Promise<JournalEnd> {
  const place = { ...owner, bucket: position.bucket }
  const unknown: JournalRecord[] = []
  let last: StoredSegment | undefined
  for (let number = position.segment; ; number += 1) {
    const segment = await findSegment(world, place, number)
    if (!segment) break
    if (last && segment.follows !== last.hash)
      throw damaged(place, last.number, 'is an older one than was there')
    const known = position.segment === number ? position.records : 0
    if (segment.records.length < known) return shortEnd(world, place, position)
    unknown.push(...segment.records.slice(known))
    last = segment
    if (segment.records.length < segmentCapacity) break
  }
  return last ? { place, last, unknown, isShort: false } : shortEnd(world, place, position)
}

/** What somebody else began anew meanwhile is not for us to begin anew behind, unless we know it all. */
async function shortEnd(
  world: JournalWorld,
  place: JournalPlace,
  { segment }: JournalPosition,
): Promise<JournalEnd> {
  const unknown: JournalRecord[] = []
  const lying = await findLying(world, place)
  for await (const { records } of walkSegments(world, lying, segment + 1)) unknown.push(...records)
  return { place, last: undefined, unknown, isShort: true }
}

async function findFirstEnd(world: JournalWorld, owner: JournalOwner): Promise<JournalEnd> {
  const begun = await findBegun(world, owner)
  const unknown: JournalRecord[] = []
  let last: StoredSegment | undefined
  for (const lying of begun.toReversed()) {
    for await (const segment of walkSegments(world, lying, 1)) {
      unknown.push(...segment.records)
      last = segment
    }
  }
  return { place: begun[0] ?? (await firstPlace(world, owner)), last, unknown, isShort: false }
}

/**
 * The bucket lost what was in it, or is an older one itself: all that is revoked now is written once more, in segments
 * that need none of those before. What was lost is only what was released since.
 */
async function beginAnew(
  world: JournalWorld,
  { accountId, authorityId }: JournalOwner,
  place: JournalPlace,
): Promise<'more' | 'lost'> {
  const { database, clock, buckets } = world
  const journal = await database.read(accountId, ({ journals }) => journals.find(authorityId))
  if (!(await buckets.has(accountId, place.bucket))) {
    throw new DomainError('bucket-store-failed', { reason: `the bucket ${place.bucket} is gone` })
  }
  const { numbers } = await findLying(world, place)
  const number = Math.max(journal?.position?.segment ?? 0, numbers.at(-1) ?? 0) + 1
  if (!(await putSegment(world, place, number, { follows: startsAnew, records: [] }, null))) return 'lost'
  await database.write(accountId, async ({ journals }) => {
    await journals.queueRevoked(authorityId, clock.now())
    await journals.advance(authorityId, { bucket: place.bucket, segment: number, records: 0 })
  })
  return 'more'
}
