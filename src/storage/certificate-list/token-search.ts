import { type SqlBool, sql } from 'kysely'
import { containsPart } from '../name-condition.ts'
import type { StoreBinding } from '../session.ts'
import type { NameSearch } from './name-search.ts'

interface Explanation {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }]
}

/** PostgreSQL's index: GIN over hashed tokens. It counts no faster than it fetches, so the statistics must do. */
export async function searchTokens({ db, accountId }: StoreBinding, part: string): Promise<NameSearch> {
  const { rows } = await sql<Explanation>`explain (format json)
    select 1 from certificate
    where account_id = ${accountId} and ${containsPart(sql.ref('common_name_folded'), part)}`.execute(db)
  const isCandidate = sql<SqlBool>`certificate_name_tokens(account_id, common_name_folded)
    @> certificate_name_tokens(${accountId}, ${part})`
  return { candidates: rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0, isCandidate }
}
