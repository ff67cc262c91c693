import type { Listing, Page } from '../../domain/model/page.ts'
import type { PrivateCertificate } from '../../domain/model/private-certificate.ts'
import type { CertificateSortKey } from '../../domain/ports/certificate-store.ts'
import type { StoreBinding } from '../session.ts'
import { sortAndCut, walkToPage } from './certificate-pages.ts'
import { type Wanted, wantedOnTheWay } from './wanted.ts'

/**
 * Certificates of some enterprise projects, or of one CA. No counter knows how many there are, so they are counted each
 * time: those of a CA in the index of issuers' names, those of projects other than the default one in an index of their
 * own, which costs nothing where there are no others.
 */
export async function listCounted(
  binding: StoreBinding,
  wanted: Wanted,
  page: Page<CertificateSortKey>,
): Promise<Listing<PrivateCertificate>> {
  const all = wantedOnTheWay(binding, wanted)
  const hasOthersOnly = wanted.enterpriseProjectIds?.includes('0') === false
  const rows = hasOthersOnly ? all.where('enterprise_project_id', '<>', '0') : all
  const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  if (total <= binding.listing.mostSorted) return await sortAndCut(binding, rows, page)
  return { total, items: await walkToPage(binding, rows, page) }
}
