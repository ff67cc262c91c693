import type { HostedCertificate, HostedContent, HostedStatus } from '../model/hosted-certificate.ts'
import type { Listing, Page } from '../model/page.ts'

export type HostedSortKey = 'updated' | 'end' | 'status'

/** Each condition that is there must hold. */
export interface HostedFilter {
  /** Any of them. */
  readonly statuses?: readonly HostedStatus[]
  /** Part of the name or of one of the domains; compared without case. */
  readonly text?: string
  /** Not ended at this time, in ms since the epoch; what has no end yet fits. */
  readonly endsAfter?: number
  readonly isDeployable?: true
  /** Absent for all. */
  readonly enterpriseProjectIds?: readonly string[]
}

/** The account's hosted certificates. Absence is `undefined`; another account's certificate is absent. */
export interface HostedCertificateReader {
  find(id: string): Promise<HostedCertificate | undefined>
  /** Absent where there is no certificate in hand, too. */
  findContent(id: string): Promise<HostedContent | undefined>
  /** The id of one whose certificate has this fingerprint. */
  findByFingerprint(fingerprint: string): Promise<string | undefined>
  list(filter: HostedFilter, page: Page<HostedSortKey>, now: number): Promise<Listing<HostedCertificate>>
}

export interface HostedCertificateStore extends HostedCertificateReader {
  /** False, and nothing is added, where the id is taken, by whatever account. */
  add(certificate: HostedCertificate, content?: HostedContent): Promise<boolean>
  /** With content: another certificate is in hand than before. */
  replace(certificate: HostedCertificate, content?: HostedContent): Promise<void>
  remove(id: string): Promise<void>
}
