import type { CertificateOrder } from './certificate-order.ts'
import type { DomainProof, ProofMethod } from './domain-proof.ts'
import { DomainError } from './errors.ts'
import type { RequestKeyAlgorithm } from './key-algorithm.ts'
import type { RevocationReason } from './revocation.ts'
import type { Validity } from './validity.ts'

/**
 * What is stored of a certificate's way (api-answers A1, with the vendor's spelling); EXPIRED is read from the clock,
 * never stored.
 */
export const hostedStates = [
  'PAID',
  'CHECKING',
  'CHECKING_DOMAIN',
  'CHECKING_ORG',
  'CANCELCHECKING',
  'UNPASSED',
  'ISSUING',
  'ISSUED',
  'REVOKING',
  'CANCLEREVOKING',
  'REVOKED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
] as const
export type HostedState = (typeof hostedStates)[number]
export type HostedStatus = HostedState | 'EXPIRED'

/** States of a certificate that is there and that the clock ends. */
export const endingStates = ['ISSUED', 'UPLOAD'] as const satisfies HostedState[]

/** States in which a certificate may be put to use elsewhere, until it ends (api-answers A1, A21). */
export const deployableStates = [
  'ISSUED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
] as const satisfies HostedState[]

/** What there is to know once a certificate is in hand. */
export interface CertificateInHand extends Validity {
  /** SHA-1 of the DER in lower-case hexadecimal, as the API shows it (client contract 1.1.2). */
  readonly fingerprint: string
  /** As Java names it: `SHA256withRSA`. */
  readonly signatureAlgorithm: string
  /** False where the key stayed with the user. */
  readonly hasKey: boolean
}

/** What came of an order. Times in ms since the epoch. */
export interface OrderedCertificate extends CertificateOrder {
  /** Null until it was applied for. */
  readonly method: ProofMethod | null
  /** The last application's, by its name in the settings. */
  readonly issuer: string | null
  readonly issuedAt: number | null
  /** What was last asked for; after the certificate has come, how that was proven. */
  readonly proofs: readonly DomainProof[]
  readonly placesRecords: boolean
  /** What a renewed key is made like; null where the user has it. */
  readonly keyAlgorithm: RequestKeyAlgorithm | null
  /** The built-in issuer's record of what is in hand. */
  readonly issuedId: string | null
  /** When what was bought ends; null until the first certificate. */
  readonly periodEndsAt: number | null
  /** Whether it is renewed without anybody's asking (api-answers A39). */
  readonly renewsItself: boolean
  /** Why the last application, renewal or supplement came to nothing. */
  readonly failure: string | null
  readonly revocation: OrderedRevocation | null
  /** What was said about those who applied was erased at their wish. */
  readonly isPrivacyWithdrawn: boolean
}

/** From being asked for to being confirmed by who issued it. */
export interface OrderedRevocation {
  readonly reason: RevocationReason
  /** In the words of who asked, where the API has no list of reasons. */
  readonly note: string | null
  readonly askedAt: number
  /** Null until the authority was told: only then it can be taken back. */
  readonly sentAt: number | null
  readonly revokedAt: number | null
}

/** A certificate that is kept for its owner, whoever issued it. Times in ms since the epoch. */
export interface HostedCertificate {
  /** `scs` and 13 digits (api-answers A35). */
  readonly id: string
  readonly name: string
  readonly state: HostedState
  /** The one that it is known by: a host name or an address. */
  readonly domain: string | null
  /** The other names that it is good for, in their order. */
  readonly otherDomains: readonly string[]
  readonly inHand: CertificateInHand | null
  /** Null for one that was imported. */
  readonly ordered: OrderedCertificate | null
  readonly description: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly enterpriseProjectId: string
}

/** What is given out again, in DER. */
export interface HostedContent {
  readonly certificateDer: Uint8Array
  /** Issuer first. */
  readonly chainDers: readonly Uint8Array[]
  /** The second certificate of an SM2 pair, for key encipherment. */
  readonly encryptionCertificateDer: Uint8Array | null
}

/** Where the key of the second certificate is kept, beside the certificate's own. */
export const encryptionKeyId = (id: string): string => `${id}/encryption`

/** EXPIRED is derived from ISSUED and from UPLOAD (api-answers A1, A36). */
export function hostedStatus(
  { state, inHand }: Pick<HostedCertificate, 'state' | 'inHand'>,
  now: number,
): HostedStatus {
  const ends = (endingStates as readonly HostedState[]).includes(state)
  return ends && inHand !== null && inHand.notAfter <= now ? 'EXPIRED' : state
}

/** Whether it can be put to use elsewhere: it is there with its key, and neither ended nor revoked. */
export const isDeployable = ({ state, inHand }: HostedCertificate, now: number): boolean =>
  (deployableStates as readonly HostedState[]).includes(state) &&
  inHand?.hasKey === true &&
  inHand.notAfter > now

const deletable: readonly HostedStatus[] = ['PAID', 'UNPASSED', 'ISSUED', 'EXPIRED', 'REVOKED', 'UPLOAD']

/** Throws `state-forbids` while something is under way (api-answers A16). */
export function checkDeletable(certificate: HostedCertificate, now: number): void {
  const status = hostedStatus(certificate, now)
  if (!deletable.includes(status)) throw forbidden('delete', status)
}

const exportable: readonly HostedStatus[] = [
  'ISSUED',
  'UPLOAD',
  'EXPIRED',
  'REVOKED',
  'REVOKING',
  'CANCLEREVOKING',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
]

/** Throws `state-forbids` where there is no certificate yet (api-answers A21). */
export function checkHostedExportable(certificate: HostedCertificate, now: number): void {
  const status = hostedStatus(certificate, now)
  if (!exportable.includes(status)) throw forbidden('export', status)
}

const forbidden = (act: string, status: HostedStatus) =>
  new DomainError('state-forbids', { reason: `cannot ${act} a certificate that is ${status}` })
