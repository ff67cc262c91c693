import { DomainError } from '../../model/errors.ts'
import { segmentKey } from '../../model/journal.ts'
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

/** Where a journal was begun; empty where nowhere. `everywhere`: not only in the likely buckets. */
export async function findBegun(
  world: JournalWorld,
  owner: JournalOwner,
  everywhere: boolean,
): Promise<JournalPlace[]> {
  const { own, others } = await candidates(world, owner)
  const begun: JournalPlace[] = []
  for (const bucket of [...own, ...(everywhere ? others : others.slice(0, 1))]) {
    const first = await world.buckets.find(owner.accountId, bucket, segmentKey(owner.authorityId, 1))
    if (first) begun.push({ ...owner, bucket })
  }
  return begun
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
