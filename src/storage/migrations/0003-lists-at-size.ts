import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../engine.ts'
import { nameTokens } from './0003-name-tokens.ts'
import { nameTrigrams, numberedCertificates } from './0003-name-trigrams.ts'
import type { ColumnTypes } from './column-types.ts'

/**
 * What lists of a million certificates are read from: counters, an index of parts of names, and sort indexes that
 * hold what is filtered by, so that a walk along them needs no row. Fills all of it in for what was issued before.
 */
export const listsAtSize = (engine: Engine['name'], types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    const statements =
      engine === 'sqlite'
        ? [...numberedCertificates(types), ...sortIndexes, ...nameTrigrams]
        : [...dropSortIndexes, ...sortIndexes, ...nameTokens]
    for (const statement of [...statements, ...counters(types)]) await statement.execute(db)
    // the planner decides by statistics, and a new index on an expression has none
    if (engine === 'postgres') await sql`analyze certificate`.execute(db)
  },
})

const dropSortIndexes = ['creation', 'common_name', 'issuer_name', 'end'].map(
  (order) => sql`drop index ${sql.id(`certificate_by_${order}`)}`,
)

const sortIndexes = [
  sql`create index certificate_by_creation on certificate
    (account_id, created_at, id, not_after, revoked_at, common_name_folded)`,
  sql`create index certificate_by_common_name on certificate
    (account_id, common_name_folded, id, not_after, revoked_at)`,
  sql`create index certificate_by_issuer_name on certificate
    (account_id, issuer_name_folded, id, not_after, revoked_at, common_name_folded)`,
  sql`create index certificate_by_end on certificate
    (account_id, not_after, id, revoked_at, common_name_folded)`,
  sql`create index certificate_revoked on certificate
    (account_id, revoked_at, id, not_after, created_at, common_name_folded, issuer_name_folded)
    where revoked_at is not null`,
]

/** How many certificates of an account end on a day (of days since 1970), those that are revoked apart. */
const counters = ({ text, integer, clusteredTable }: ColumnTypes) => [
  sql`create table certificate_count (
    account_id ${text} not null check (account_id <> ''),
    is_revoked ${integer} not null,
    end_day ${integer} not null,
    count ${integer} not null,
    primary key (account_id, is_revoked, end_day)
  ) ${clusteredTable}`,
  sql`insert into certificate_count (account_id, is_revoked, end_day, count)
    select account_id, case when revoked_at is null then 0 else 1 end, not_after / 86400000, count(*)
    from certificate group by 1, 2, 3`,
]
