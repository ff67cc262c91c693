import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import {
  deployableStates,
  endingStates,
  type HostedCertificate,
  type HostedState,
  type HostedStatus,
} from '../domain/model/hosted-certificate.ts'
import type { Listing, Page } from '../domain/model/page.ts'
import type { HostedFilter, HostedSortKey } from '../domain/ports/hosted-certificate-store.ts'
import { fold } from './fold.ts'
import { hostedCertificateOf } from './hosted-certificate-row.ts'
import { containsPart } from './name-condition.ts'
import { isInProjects } from './project-condition.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'
import { inDirection } from './sorting.ts'

type Rows = ExpressionBuilder<Schema, 'hosted_certificate'>

/** A page of the account's hosted certificates that fit, and how many there are. */
export async function listHostedCertificates(
  { db, accountId }: StoreBinding,
  filter: HostedFilter,
  page: Page<HostedSortKey>,
  now: number,
): Promise<Listing<HostedCertificate>> {
  // no name holds it, PostgreSQL refuses it, and SQLite's LIKE would stop there
  if (filter.text?.includes('\0')) return { total: 0, items: [] }
  const rows = db
    .selectFrom('hosted_certificate')
    .where('account_id', '=', accountId)
    .where((eb) => eb.and(conditionsOf(eb, filter, now)))
  const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const direction = inDirection(page.direction)
  // of all that fit no more than this is sorted
  const ids = rows
    .select('id')
    .orderBy((eb) => sortedBy(eb, page.sortKey, now), direction)
    .orderBy('id', direction)
    .limit(page.limit)
    .offset(page.offset)
  const found = await db
    .selectFrom('hosted_certificate')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy((eb) => sortedBy(eb, page.sortKey, now), direction)
    .orderBy('id', direction)
    .execute()
  return { total, items: found.map(hostedCertificateOf) }
}

function sortedBy(eb: Rows, key: HostedSortKey, now: number): Expression<unknown> {
  if (key === 'updated') return eb.ref('updated_at')
  if (key === 'end') return eb.ref('not_after')
  return eb
    .case()
    .when(eb.and([eb('state', 'in', endingStates), eb('not_after', '<=', now)]))
    .then(sql<string>`'EXPIRED'`)
    .else(eb.ref('state'))
    .end()
}

function conditionsOf(eb: Rows, filter: HostedFilter, now: number): Expression<SqlBool>[] {
  const { statuses, text, endsAfter, enterpriseProjectIds } = filter
  return [
    ...(statuses === undefined ? [] : [hasStatus(eb, statuses, now)]),
    ...(text === undefined ? [] : [containsPart(eb.ref('search_folded'), fold(text))]),
    ...(endsAfter === undefined
      ? []
      : [eb.or([eb('not_after', 'is', null), eb('not_after', '>', endsAfter)])]),
    ...(filter.isDeployable
      ? [eb.and([eb('state', 'in', deployableStates), eb('has_key', '=', 1), eb('not_after', '>', now)])]
      : []),
    ...(enterpriseProjectIds === undefined
      ? []
      : [isInProjects(eb.ref('enterprise_project_id'), enterpriseProjectIds)]),
  ]
}

/** `hostedStatus` of the domain as a condition on rows: one of these. */
function hasStatus(eb: Rows, statuses: readonly HostedStatus[], now: number): Expression<SqlBool> {
  const lasting = statuses.filter(isLasting)
  const ending = endingStates.filter((state) => statuses.includes(state))
  return eb.or([
    ...(lasting.length > 0 ? [eb('state', 'in', lasting)] : []),
    ...(ending.length > 0 ? [eb.and([eb('state', 'in', ending), eb('not_after', '>', now)])] : []),
    ...(statuses.includes('EXPIRED')
      ? [eb.and([eb('state', 'in', endingStates), eb('not_after', '<=', now)])]
      : []),
  ])
}

const isLasting = (status: HostedStatus): status is HostedState =>
  status !== 'EXPIRED' && !(endingStates as readonly HostedStatus[]).includes(status)
