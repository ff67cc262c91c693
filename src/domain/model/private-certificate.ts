import type { GenerationMode } from './authority.ts'
import type { DistinguishedName } from './distinguished-name.ts'
import { DomainError } from './errors.ts'
import type { SignatureHash } from './key-algorithm.ts'
import type { Revocation } from './revocation.ts'
import type { SerialNumber } from './serial-number.ts'
import type { Validity } from './validity.ts'

export const certificateStatuses = ['ISSUED', 'REVOKED', 'EXPIRED'] as const
export type CertificateStatus = (typeof certificateStatuses)[number]

/** A private certificate as lists and details show it. Times in ms since the epoch. */
export interface PrivateCertificate extends Validity {
  readonly id: string
  readonly issuerId: string
  readonly issuerName: string
  readonly serialNumber: SerialNumber
  readonly keyAlgorithm: string
  readonly signatureHash: SignatureHash
  readonly generationMode: GenerationMode
  readonly subject: DistinguishedName
  readonly revocation: Revocation | null
  readonly createdAt: number
  readonly enterpriseProjectId: string
}

/** REVOKED > EXPIRED > ISSUED (api-answers A3). */
export function certificateStatus(
  { revocation, notAfter }: Pick<PrivateCertificate, 'revocation' | 'notAfter'>,
  now: number,
): CertificateStatus {
  if (revocation) return 'REVOKED'
  return notAfter <= now ? 'EXPIRED' : 'ISSUED'
}

/** Only what is ISSUED may be exported (API reference 4.1.2.8). */
export function checkExportable(certificate: PrivateCertificate, now: number): void {
  const status = certificateStatus(certificate, now)
  if (status !== 'ISSUED') throw forbidden('export', status)
}

/** ISSUED may be revoked, and a hold may become any other reason (api-answers A27). */
export function checkRevocable(
  certificate: PrivateCertificate,
  reason: Revocation['reason'],
  now: number,
): void {
  const status = certificateStatus(certificate, now)
  if (status === 'ISSUED') return
  const isHeld = certificate.revocation?.reason === 'CERTIFICATE_HOLD' && certificate.notAfter > now
  if (!isHeld || reason === 'CERTIFICATE_HOLD') throw forbidden('revoke', status)
}

/** Only a hold can be released. */
export function checkReleasable({ revocation }: PrivateCertificate): void {
  if (revocation?.reason === 'CERTIFICATE_HOLD') return
  throw new DomainError('state-forbids', { reason: 'cannot release a certificate that is not on hold' })
}

const forbidden = (act: string, status: CertificateStatus) =>
  new DomainError('state-forbids', { reason: `cannot ${act} a certificate that is ${status}` })
