import type { AlternativeName } from './alternative-name.ts'
import type { DistinguishedName } from './distinguished-name.ts'
import type { KeyFamily, SignatureHash } from './key-algorithm.ts'
import type { ExtendedKeyUsage, KeyUsage } from './key-usage.ts'
import type { SerialNumber } from './serial-number.ts'
import type { Validity } from './validity.ts'

/** A responder answers for its issuer about revocation, and does nothing else (RFC 6960 §4.2.2.2). */
export type CertificateKind = 'root' | 'subordinate' | 'entity' | 'responder'

/** Whether a certificate of this kind is a CA's. */
export const isAuthorityKind = (kind: CertificateKind): boolean => kind === 'root' || kind === 'subordinate'

/** A certificate-to-be: all that decides its content but the keys. Plain data, so it may go to a worker. */
export interface CertificateProfile {
  readonly kind: CertificateKind
  readonly serialNumber: SerialNumber
  /** Names are written by us, or taken from a request byte for byte. */
  readonly subject: DistinguishedName | Uint8Array
  readonly validity: Validity
  readonly signatureHash: SignatureHash
  /** Null: no constraint (a root) or no CA. */
  readonly pathLength: number | null
  readonly keyUsages: readonly KeyUsage[]
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[]
  /** Purposes from a request that the API has no name for. */
  readonly otherExtendedKeyUsages?: readonly string[]
  readonly alternativeNames: readonly AlternativeName[]
  readonly customizedExtension: CustomizedExtension | null
  /** Where the issuer's certificate is found (RFC 5280 §4.2.2.1); none for a root. */
  readonly issuerUrls: readonly string[]
  /** Where the issuer's revocation list is found (RFC 5280 §4.2.1.13). */
  readonly revocationListUrls?: readonly string[]
  /** Where the issuer's responder answers (RFC 5280 §4.2.2.1). */
  readonly responderUrls?: readonly string[]
}

/** Non-critical; its value is written as a UTF8String (api-answers A9). */
export interface CustomizedExtension {
  readonly objectIdentifier: string
  readonly value: string
}

/** What a private certificate gets when the caller names no usage (RFC 3279 §2.3, RFC 5480 §3; api-answers A13). */
export const defaultKeyUsages = (family: KeyFamily): KeyUsage[] =>
  family === 'RSA' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature', 'keyAgreement']
