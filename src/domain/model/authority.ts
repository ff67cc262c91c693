import type { DistinguishedName } from './distinguished-name.ts'
import type { SignatureHash } from './key-algorithm.ts'
import type { Revocation } from './revocation.ts'
import type { RevocationListSettings } from './revocation-list.ts'
import type { SerialNumber } from './serial-number.ts'
import type { Validity } from './validity.ts'

export type AuthorityType = 'ROOT' | 'SUBORDINATE'

/** How a certificate came to be: key made here, certificate brought in, or key kept by the user. */
export type GenerationMode = 'GENERATE' | 'IMPORT' | 'CSR'

/**
 * What is stored; EXPIRED and REVOKED are read from facts, never stored (api-answers A3). A DESTROYED CA has no key and
 * is absent for the API; its certificate stays for the chains of what it issued.
 */
export type StoredState = 'PENDING' | 'ACTIVED' | 'DISABLED' | 'DELETED' | 'DESTROYED'
export type AuthorityStatus = Exclude<StoredState, 'DESTROYED'> | 'EXPIRED' | 'REVOKED'
export const authorityStatuses: readonly AuthorityStatus[] = [
  'PENDING',
  'ACTIVED',
  'DISABLED',
  'DELETED',
  'EXPIRED',
  'REVOKED',
]

/** What a CA has once it holds a certificate. */
export interface AuthorityCertificate extends Validity {
  readonly serialNumber: SerialNumber
  readonly certificateDer: Uint8Array
  /** The subject as it stands in the certificate, copied into what this CA issues (RFC 5280 §4.1.2.4). */
  readonly subjectNameDer: Uint8Array
  /** The certificate's SKI, copied into the AKI of what this CA issues. */
  readonly subjectKeyIdentifier: Uint8Array
}

/** A private CA. Times in ms since the epoch. */
export interface Authority {
  readonly id: string
  readonly type: AuthorityType
  readonly state: StoredState
  readonly revocation: Revocation | null
  readonly generationMode: GenerationMode
  /** The issuing CA of this account; null for a root, while PENDING, and for one signed elsewhere. */
  readonly issuerId: string | null
  readonly issuerName: string | null
  /** The API's word for the key, exactly as it was asked for. */
  readonly keyAlgorithm: string
  readonly signatureHash: SignatureHash | null
  readonly subject: DistinguishedName
  /** RFC 5280 §4.2.1.9; a root has no constraint and shows 7 (API reference, table 4-4). */
  readonly pathLength: number
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly certificate: AuthorityCertificate | null
  /** Where its revocation list is to be found, from the next certificate on; null: nowhere. */
  readonly revocationList: RevocationListSettings | null
  /** Whether certificates from now on name its OCSP responder. */
  readonly answersStatus: boolean
  readonly createdAt: number
  /** When the key will be destroyed, while DELETED. */
  readonly deleteAt: number | null
  readonly enterpriseProjectId: string
  /** The order that it came from; null for a CA that was created. */
  readonly orderId: string | null
}

/** One CA of a chain, with the certificates above it that were brought along: issuer first, root last, mostly none. */
export interface ChainedAuthority extends Authority {
  readonly outsideChain: readonly Uint8Array[]
}

/** The path length that the API shows for a CA without a constraint. */
export const unconstrainedPathLength = 7

/** DELETED > REVOKED > PENDING, DISABLED > EXPIRED (an ACTIVED past its end) > ACTIVED (api-answers A3). */
export function authorityStatus(
  { state, revocation, certificate }: Pick<Authority, 'state' | 'revocation' | 'certificate'>,
  now: number,
): AuthorityStatus {
  if (state === 'DELETED' || state === 'DESTROYED') return 'DELETED'
  if (revocation) return 'REVOKED'
  if (state !== 'ACTIVED') return state
  return certificate && certificate.notAfter <= now ? 'EXPIRED' : 'ACTIVED'
}
