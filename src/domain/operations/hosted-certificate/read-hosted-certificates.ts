import { DomainError } from '../../model/errors.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Listing, Page } from '../../model/page.ts'
import type { ResourceNoun } from '../../model/permission/policy-object.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { HostedFilter, HostedSortKey } from '../../ports/hosted-certificate-store.ts'
import { narrowToVisible } from '../permission/visible-projects.ts'
import type { Call } from '../world.ts'

/** As policies call them. */
export const hostedNoun: ResourceNoun = { service: 'scm', kind: 'cert' }

export interface ListHostedCertificatesCommand {
  readonly filter: HostedFilter
  readonly page: Page<HostedSortKey>
  /** Absent for all. */
  readonly enterpriseProjectId?: string
  /** What other accounts share with this one, instead of its own: there is no such thing here. */
  readonly isShared: boolean
}

export async function listHostedCertificates(
  call: Call,
  { filter, page, enterpriseProjectId, isShared }: ListHostedCertificatesCommand,
): Promise<Listing<HostedCertificate>> {
  if (isShared) return { total: 0, items: [] }
  const visible = await narrowToVisible(call, hostedNoun, filter, enterpriseProjectId)
  return await call.search(({ hostedCertificates }) =>
    hostedCertificates.list(visible, page, call.clock.now()),
  )
}

/** Throws `certificate-not-found`: unknown, gone, or another account's, without a difference. */
export async function presentHostedCertificate(
  { hostedCertificates }: TenantReaders,
  id: string,
): Promise<HostedCertificate> {
  const certificate = await hostedCertificates.find(id)
  if (!certificate) throw new DomainError('certificate-not-found')
  return certificate
}
