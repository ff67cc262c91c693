import { type Expression, type SqlBool, sql } from 'kysely'
import type { StoreBinding } from '../session.ts'
import type { NameSearch } from './name-search.ts'

/** So many leave few candidates; reading further ones costs more than looking at the names that they keep out. */
const mostTrigrams = 4

/** How far a look into a trigram's certificates goes, to tell the rare from the frequent. */
const glance = 300

/** In more than every second certificate: what such a trigram keeps out is not worth reading it. */
const isFrequent = ({ reach }: Ranked) => reach !== null && reach < 2 * glance

interface Ranked {
  /** A trigram in FTS5's language. */
  readonly query: string
  /** The certificate at the end of the glance; null where there are not so many. */
  readonly reach: number | null
}

/** SQLite's index: FTS5 with the trigram tokenizer. The latest names are not in it yet and are all candidates. */
export async function searchTrigrams(binding: StoreBinding, part: string): Promise<NameSearch> {
  const match = await rarestTrigrams(binding, part)
  const { rows } = await sql<{ candidates: number }>`
    select count(*) as candidates from (
      select 1 from certificate_name where certificate_name match ${match}
      limit ${binding.listing.mostSorted + 1}
    )`.execute(binding.db)
  return { candidates: rows[0]?.candidates ?? 0, isCandidate: isFoundBy(match) }
}

const isFoundBy = (match: string): Expression<SqlBool> => sql<SqlBool>`certificate.number in (
  select rowid from certificate_name where certificate_name match ${match}
  union all
  select number from certificate where number > (select indexed_to from certificate_name_progress)
)`

/**
 * The rarest of what must be there, in FTS5's language: of the part's trigrams and the account's, which keeps nothing
 * out where it is the only one. Whose the candidates are and what they are called is looked at in their rows.
 */
async function rarestTrigrams({ db, accountId }: StoreBinding, part: string): Promise<string> {
  const account = `000${accountId}`.slice(-3).toUpperCase()
  const queries = [account, ...trigramsOf(part)].map((trigram) => `"${trigram.replaceAll('"', '""')}"`)
  const { rows } = await sql<Ranked>`
    select value as query, (
      select rowid from certificate_name where certificate_name match value limit 1 offset ${glance}
    ) as reach
    from json_each(${JSON.stringify(queries)})`.execute(db)
  const ranked = rows.toSorted((left, right) => reachOf(right) - reachOf(left))
  const chosen = ranked.filter((trigram, rank) => rank === 0 || !isFrequent(trigram)).slice(0, mostTrigrams)
  return chosen.map(({ query }) => query).join(' AND ')
}

/** Numbers grow with time: the rarer a trigram, the higher the number at the end of the glance. */
const reachOf = ({ reach }: Ranked): number => reach ?? Number.MAX_SAFE_INTEGER

function trigramsOf(part: string): string[] {
  const characters = Array.from(part)
  const ends = characters.slice(2)
  return [...new Set(ends.map((_, place) => characters.slice(place, place + 3).join('')))]
}
