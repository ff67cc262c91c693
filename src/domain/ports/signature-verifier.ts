/** Bytes with a signature over them, by the key in a SubjectPublicKeyInfo. */
export interface SignedContent {
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
  /** A hash of `signatureHashes`; anything else does not verify. */
  readonly hash: string
  readonly publicKeyDer: Uint8Array
}

/** Whether what came in from outside was signed with the key that it names (RFC 2986 §4.2). */
export interface SignatureVerifier {
  verify(content: SignedContent): Promise<boolean>
}
