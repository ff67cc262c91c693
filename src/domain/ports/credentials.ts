/** The signature of one request as its header tells it, with the text that was signed. */
export interface RequestSignature {
  readonly algorithm: 'SDK-HMAC-SHA256' | 'SDK-HMAC-SM3' | 'V11-HMAC-SHA256'
  /** The date as it stood in the header, `20260102T150405Z`. */
  readonly date: string
  /** `yyyymmdd/region/service`, of the derived algorithm only. */
  readonly scope: string | null
  readonly accessKeyId: string
  readonly canonicalRequest: string
  readonly signature: string
}

/** Checks what callers prove themselves with. Comparisons take constant time. */
export interface Credentials {
  /** The request's hash in lower-case hex: SHA-256, or SM3 for its algorithm. */
  hashBody(algorithm: RequestSignature['algorithm'], body: Uint8Array): string
  isSignedWith(signature: RequestSignature, secretKey: Uint8Array): boolean
  /** Whether the text is the secret. */
  isSecret(text: string, secret: Uint8Array): boolean
  /** A new password or secret key: so many letters and digits, each with equal chance. */
  makeSecret(length: number): string
  /** A new token's text and the hash that is stored of it. */
  makeToken(): { text: string; hash: string }
  /** Whether the text has the form of a token that is made here. */
  isToken(text: string): boolean
  hashToken(text: string): string
  /** Off the event loop, at most two at once; takes tens of milliseconds on purpose. */
  hashPassword(password: string): Promise<string>
  isPassword(password: string, hash: string): Promise<boolean>
}

/** Digests for the audit trail: SHA-256 over bytes, or over a noun's canonical JSON; lower-case hex. */
export interface Digest {
  /** Of octets; SHA-1 only where a standard names nothing else. */
  hash(algorithm: 'sha1' | 'sha256', octets: Uint8Array): Uint8Array
  of(subject: unknown): string
}
