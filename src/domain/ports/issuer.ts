import type { CertificateProfile } from '../model/certificate-profile.ts'
import type { DistinguishedName } from '../model/distinguished-name.ts'
import type { GeneratedKeyAlgorithm, PublicKeyAlgorithm, SignatureHash } from '../model/key-algorithm.ts'
import type { SealedSecret } from '../model/sealed.ts'

/** The CA that signs: what is copied from its certificate, and its key, sealed. */
export interface SigningAuthority {
  readonly key: SealedSecret
  readonly keyAlgorithm: string
  readonly subjectNameDer: Uint8Array
  readonly subjectKeyIdentifier: Uint8Array
  readonly notBefore: number
  readonly notAfter: number
}

/** The subject's key: made here under the name of a record, sealed already, or the user's own. */
export type SubjectKey =
  | { readonly generate: GeneratedKeyAlgorithm; readonly record: string }
  | { readonly publicKeyDer: Uint8Array; readonly algorithm: PublicKeyAlgorithm }

export interface IssueRequest {
  readonly profile: CertificateProfile
  readonly subjectKey: SubjectKey
  /** Absent for a root, which signs itself with the key that is made. */
  readonly authority?: SigningAuthority
}

export interface IssuedCertificate {
  readonly certificateDer: Uint8Array
  /** Present when the key was made here. */
  readonly sealedKey?: SealedSecret
}

export interface CertificateRequestOrder {
  readonly subject: DistinguishedName
  readonly publicKeyDer: Uint8Array
  readonly key: SealedSecret
  readonly keyAlgorithm: string
  readonly signatureHash: SignatureHash
}

/**
 * Makes certificates: lint, key, DER, signature and sealing happen behind it, in this order, in one place, so that
 * an unlinted signature can't be asked for. A finding of the lint throws `certificate-processing-failed`, a key that
 * can't be made, opened or used `key-processing-failed`.
 */
export interface Issuer {
  issue(request: IssueRequest): Promise<IssuedCertificate>
  /** A key alone, for a CA that waits for its certificate. */
  makeKey(
    algorithm: GeneratedKeyAlgorithm,
    record: string,
  ): Promise<{ publicKeyDer: Uint8Array; sealedKey: SealedSecret }>
  /** The PKCS#10 request of such a CA, in DER (RFC 2986). */
  makeRequest(order: CertificateRequestOrder): Promise<Uint8Array>
}
