import type { Listing, Page } from '../../domain/model/page.ts'
import type { PrivateCertificate } from '../../domain/model/private-certificate.ts'
import type { CertificateFilter, CertificateSortKey } from '../../domain/ports/certificate-store.ts'
import { settleCounts } from '../certificate-count.ts'
import { fold } from '../fold.ts'
import type { StoreBinding } from '../session.ts'
import { sortAndCut, walkToPage } from './certificate-pages.ts'
import { listCounted } from './list-counted.ts'
import { searchNames } from './name-search.ts'
import { namedTotal } from './named-total.ts'
import { type StatusTotal, statusTotal } from './status-total.ts'
import { steadyPlanner } from './steady-planner.ts'
import { type Wanted, wantedAmong, wantedByStatus, wantedOnTheWay } from './wanted.ts'

type CertificatePage = Page<CertificateSortKey>
type CertificateListing = Listing<PrivateCertificate>

/**
 * A page of the account's certificates, by the cheaper of two ways: where few match, all of them are fetched and then
 * sorted; where many do, an index that is sorted already is walked as far as the page reaches. See ADR 10.
 */
export async function listCertificates(
  binding: StoreBinding,
  { name, status, issuer, enterpriseProjectIds }: CertificateFilter,
  page: CertificatePage,
  now: number,
): Promise<CertificateListing> {
  // no certificate's name holds it, PostgreSQL refuses it, and SQLite's LIKE would stop there
  if (name?.includes('\0')) return { total: 0, items: [] }
  await settleCounts(binding)
  await steadyPlanner(binding)
  const wanted = { part: name ? fold(name) : undefined, status, now }
  if (issuer || enterpriseProjectIds)
    return await listCounted(binding, { ...wanted, issuer, enterpriseProjectIds }, page)
  const counted = await statusTotal(binding, status, now)
  const isFew = counted.total <= binding.listing.mostSorted
  if (isFew && (status ?? wanted.part))
    return await sortAndCut(binding, wantedByStatus(binding, wanted), page)
  if (wanted.part !== undefined)
    return await listNamed(binding, { ...wanted, part: wanted.part }, page, counted)
  return { total: counted.total, items: await walkToPage(binding, wantedOnTheWay(binding, wanted), page) }
}

/** Where too many have the status for looking at each of their names. */
async function listNamed(
  binding: StoreBinding,
  wanted: Wanted & { readonly part: string },
  page: CertificatePage,
  { version }: StatusTotal,
): Promise<CertificateListing> {
  const found = await searchNames(binding, wanted.part)
  if (found) return await sortAndCut(binding, wantedAmong(binding, wanted, found.isCandidate), page)
  const total = await namedTotal(binding, wanted, version)
  return { total, items: await walkToPage(binding, wantedOnTheWay(binding, wanted), page) }
}
