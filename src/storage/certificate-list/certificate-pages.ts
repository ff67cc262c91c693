import type { SelectQueryBuilder } from 'kysely'
import type { Listing, Page } from '../../domain/model/page.ts'
import type { PrivateCertificate } from '../../domain/model/private-certificate.ts'
import type { CertificateSortKey } from '../../domain/ports/certificate-store.ts'
import { type CertificateRow, certificateOf } from '../certificate-row.ts'
import type { Schema } from '../schema.ts'
import type { StoreBinding } from '../session.ts'

/** Certificates to list, before anything of them is selected. */
type Rows = SelectQueryBuilder<Schema, 'certificate', object>

const sortColumns = {
  create_time: 'created_at',
  common_name: 'common_name_folded',
  issuer_name: 'issuer_name_folded',
  not_after: 'not_after',
} as const satisfies Record<CertificateSortKey, string>

const orderOf = ({ sortKey, direction }: Page<CertificateSortKey>) =>
  ({ column: sortColumns[sortKey], direction: direction === 'ascending' ? 'asc' : 'desc' }) as const

/** The page, from a walk along the index of its order; what the walk skips is met in the index only. */
export async function walkToPage(
  { db }: StoreBinding,
  rows: Rows,
  page: Page<CertificateSortKey>,
): Promise<PrivateCertificate[]> {
  const { column, direction } = orderOf(page)
  const ids = rows
    .select('id')
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(page.limit)
    .offset(page.offset)
  const found = await db
    .selectFrom('certificate')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy(column, direction)
    .orderBy('id', direction)
    .execute()
  return found.map(certificateOf)
}

/** The page and the total, from all that match: one statement, so that both are of the same moment. */
export async function sortAndCut(
  { db }: StoreBinding,
  rows: Rows,
  page: Page<CertificateSortKey>,
): Promise<Listing<PrivateCertificate>> {
  const { column, direction } = orderOf(page)
  const found = await db
    .with(
      (cte) => cte('hit').materialized(),
      () => rows.select(['id as hit_id', `${column} as hit_key`]),
    )
    .with('cut', (cte) =>
      cte
        .selectFrom('hit')
        .select(['hit_id', 'hit_key'])
        .orderBy('hit_key', direction)
        .orderBy('hit_id', direction)
        .limit(page.limit)
        .offset(page.offset),
    )
    .selectFrom((eb) => eb.selectFrom('hit').select(eb.fn.countAll<number>().as('total')).as('counted'))
    .leftJoin('cut', (join) => join.onTrue())
    .leftJoin('certificate', 'certificate.id', 'cut.hit_id')
    .selectAll('certificate')
    .select('counted.total')
    .orderBy('hit_key', direction)
    .orderBy('hit_id', direction)
    .execute()
  return { total: found[0]?.total ?? 0, items: found.filter(isCertificate).map(certificateOf) }
}

/** A page past the end is one row that holds the total and no certificate. */
const isCertificate = <Row extends { id: string | null }>(row: Row): row is Row & CertificateRow =>
  row.id !== null
