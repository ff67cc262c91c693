import type { SignatureScheme } from '../model/signature-scheme.ts'

/** Bytes with a signature over them, by the key in a SubjectPublicKeyInfo. */
export interface SignedContent {
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
  /** A hash of `signatureHashes`; anything else does not verify. */
  readonly hash: string
  readonly publicKeyDer: Uint8Array
}

/** The same by whatever scheme. */
export interface OutsideSignature extends Omit<SignedContent, 'hash'> {
  readonly scheme: SignatureScheme
}

/** Whether what came in from outside was signed with the key that it names (RFC 2986 §4.2). */
export interface SignatureVerifier {
  verify(content: SignedContent): Promise<boolean>

  /**
   * Whether two certificates belong together, and no more: hashes that nobody should rely on count. What is signed by
   * SM2, or by a scheme that has no name here, does not verify.
   */
  verifyOutside(content: OutsideSignature): Promise<boolean>
}
