import { DomainError } from '../../model/errors.ts'
import { segmentNumber, segmentPrefix } from '../../model/journal.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { JournalPlace, JournalWorld } from './segments.ts'

/** Buckets where a journal may lie that this database does not know of, likely ones first. */
async function candidates(
  { database, buckets }: JournalWorld,
  { accountId, authorityId }: JournalOwner,
): Promise<{ readonly own: string[]; readonly others: string[] }> {
  const { settings, locations } = await database.read(accountId, async (stores) => ({
    settings: (await stores.authorities.find(authorityId))?.revocationList,
    locations: await stores.revocationLists.locations(authorityId),
  }))
  const own = new Set([...(settings ? [settings.bucket] : []), ...locations.map(({ bucket }) => bucket)])
  const listed = (await buckets.list(accountId)).map(({ name }) => name)
  return { own: [...own], others: listed.filter((name) => !own.has(name)) }
}

/** A journal as it lies in a bucket. */
export interface LyingJournal extends JournalPlace {
  /** Of its segments, rising. */
  readonly numbers: readonly number[]
}

/**
 * Wherever a journal of the CA lies, whatever is left of it; empty where nowhere. Buckets that the store lets nobody look
 * into never took one, but for those that the CA publishes to.
 */
export async function findBegun(world: JournalWorld, owner: JournalOwner): Promise<LyingJournal[]> {
  const { own, others } = await candidates(world, owner)
  const begun: LyingJournal[] = []
  for (const bucket of own) begun.push(await findLying(world, { ...owner, bucket }))
  for (const bucket of others) {
    const numbers = await numbersIn(world, { ...owner, bucket })
    if (numbers) begun.push({ ...owner, bucket, numbers })
  }
  return begun.filter(({ numbers }) => numbers.length > 0)
}

/** What lies at a place where a journal belongs. Throws `bucket-store-failed` where nobody may look, too. */
export async function findLying(world: JournalWorld, place: JournalPlace): Promise<LyingJournal> {
  const numbers = await numbersIn(world, place)
  if (numbers) return { ...place, numbers }
  throw new DomainError('bucket-store-failed', {
    reason: `the store does not let us list the bucket ${place.bucket}, and a journal may lie there`,
  })
}

async function numbersIn(
  { buckets }: JournalWorld,
  { accountId, authorityId, bucket }: JournalPlace,
): Promise<number[] | undefined> {
  const keys = await buckets.keys(accountId, bucket, segmentPrefix(authorityId))
  const numbers = keys?.map((key) => segmentNumber(authorityId, key))
  return numbers?.filter((number) => number !== undefined).sort((left, right) => left - right)
}

/**
 * Where a journal is to begin: in a bucket that the CA publishes to, else in the account's first. Where it began it
 * stays, whatever becomes of the lists. Throws `bucket-store-failed` where the account has no bucket.
 */
export async function firstPlace(world: JournalWorld, owner: JournalOwner): Promise<JournalPlace> {
  const { own, others } = await candidates(world, owner)
  for (const bucket of own) if (await world.buckets.has(owner.accountId, bucket)) return { ...owner, bucket }
  const [first] = others
  if (first !== undefined) return { ...owner, bucket: first }
  await world.buckets.prepare(owner.accountId)
  const [made] = await world.buckets.list(owner.accountId)
  if (made) return { ...owner, bucket: made.name }
  throw new DomainError('bucket-store-failed', { reason: 'the account has no bucket for a journal' })
}
