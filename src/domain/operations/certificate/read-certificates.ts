import { DomainError } from '../../model/errors.ts'
import type { Listing, Page } from '../../model/page.ts'
import type { PrivateCertificate } from '../../model/private-certificate.ts'
import type { CertificateFilter, CertificateSortKey } from '../../ports/certificate-store.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { narrowToVisible } from '../permission/visible-projects.ts'
import type { Call } from '../world.ts'

export interface ListCertificatesCommand {
  readonly filter: CertificateFilter
  readonly page: Page<CertificateSortKey>
  /** Only what this CA issued; nothing where there is no such CA. */
  readonly issuerId?: string
  /** Absent for all. */
  readonly enterpriseProjectId?: string
}

export async function listCertificates(
  call: Call,
  { filter: given, page, issuerId, enterpriseProjectId }: ListCertificatesCommand,
): Promise<Listing<PrivateCertificate>> {
  const issuer = issuerId === undefined ? undefined : await findIssuer(call, issuerId)
  if (issuerId !== undefined && !issuer) return { total: 0, items: [] }
  const filter = issuer ? { ...given, issuer } : given
  const visible = await narrowToVisible(call, { service: 'pca', kind: 'cert' }, filter, enterpriseProjectId)
  return await call.search(({ certificates }) => certificates.list(visible, page, call.clock.now()))
}

async function findIssuer(call: Call, id: string): Promise<CertificateFilter['issuer']> {
  const authority = await call.read(({ authorities }) => authorities.find(id))
  return authority && { id, name: authority.subject.commonName }
}

export const showCertificate = (call: Call, { id }: { readonly id: string }): Promise<PrivateCertificate> =>
  call.read((stores) => presentCertificate(stores, id))

/** Throws `certificate-not-found`: unknown, gone, or another account's, without a difference. */
export async function presentCertificate(
  { certificates }: TenantReaders,
  id: string,
): Promise<PrivateCertificate> {
  const certificate = await certificates.find(id)
  if (!certificate) throw new DomainError('certificate-not-found')
  return certificate
}
