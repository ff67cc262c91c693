import type { Listing, Page } from '../model/page.ts'
import type { CertificateStatus, PrivateCertificate } from '../model/private-certificate.ts'
import type { Revocation } from '../model/revocation.ts'
import type { SerialNumber } from '../model/serial-number.ts'

export type CertificateSortKey = 'create_time' | 'common_name' | 'issuer_name' | 'not_after'

export interface CertificateFilter {
  /** Part of the common name; compared without case. */
  readonly name?: string
  readonly status?: CertificateStatus
  /** The CA that issued it, by its id and by its common name, which an index is sorted by. */
  readonly issuer?: { readonly id: string; readonly name: string }
  /** Absent for all. */
  readonly enterpriseProjectIds?: readonly string[]
}

/** The account's private certificates. Absence is `undefined`; another account's certificate is absent. */
export interface CertificateReader {
  find(id: string): Promise<PrivateCertificate | undefined>
  /** The certificate's DER. */
  findDer(id: string): Promise<Uint8Array | undefined>
  /** The ids of those that this CA issued under these serial numbers, by number; looks through all of the CA's account. */
  idsBySerial(issuerId: string, serialNumbers: readonly SerialNumber[]): Promise<Map<SerialNumber, string>>
  list(
    filter: CertificateFilter,
    page: Page<CertificateSortKey>,
    now: number,
  ): Promise<Listing<PrivateCertificate>>
}

export interface CertificateStore extends CertificateReader {
  add(certificate: PrivateCertificate, certificateDer: Uint8Array): Promise<void>
  /** Null: the hold is released. Throws `unexpected` where there is no such certificate. */
  setRevocation(id: string, revocation: Revocation | null): Promise<void>
  /** The record leaves; what CRL and OCSP need stays in the serial registry. */
  remove(id: string): Promise<void>
}
