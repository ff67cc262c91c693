import { type Expression, type SqlBool, sql } from 'kysely'
import type { StoreBinding } from '../session.ts'
import type { NameSearch } from './name-search.ts'

/** So many leave few candidates; further ones, which are more frequent, would be read in vain. */
const mostTrigrams = 4

/** How far a look into a trigram's certificates goes, to tell the rare from the frequent. */
const glance = 300

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

/** The account and the rarest of the part's trigrams, in FTS5's language. */
async function rarestTrigrams({ db, accountId }: StoreBinding, part: string): Promise<string> {
  const account = quoted(`000${accountId}`.slice(-3).toUpperCase())
  const queries = trigramsOf(part).map((trigram) => `${account} AND ${quoted(trigram)}`)
  const { rows } = await sql<{ query: string; reach: number | null }>`
    select value as query, (
      select rowid from certificate_name where certificate_name match value limit 1 offset ${glance}
    ) as reach
    from json_each(${JSON.stringify(queries)})`.execute(db)
  const rarest = rows.toSorted((left, right) => compareReach(right.reach, left.reach))
  return rarest
    .slice(0, mostTrigrams)
    .map(({ query }) => query)
    .join(' AND ')
}

/** Numbers grow with time: the rarer a trigram, the higher the number at the end of the glance; none is the rarest. */
const compareReach = (left: number | null, right: number | null): number =>
  (left ?? Number.MAX_SAFE_INTEGER) - (right ?? Number.MAX_SAFE_INTEGER)

function trigramsOf(part: string): string[] {
  const characters = Array.from(part)
  const ends = characters.slice(2)
  return [...new Set(ends.map((_, place) => characters.slice(place, place + 3).join('')))]
}

const quoted = (words: string) => `"${words.replaceAll('"', '""')}"`
