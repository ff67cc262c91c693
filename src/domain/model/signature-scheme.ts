/**
 * How a certificate that came from elsewhere was signed. Hashes by their usual names, `SHA256`; the name of another
 * scheme is its object identifier.
 */
export type SignatureScheme =
  | { readonly kind: 'RSA' | 'EC'; readonly hash: string }
  /** RFC 4055; the hash is that of its mask, too. */
  | { readonly kind: 'RSA-PSS'; readonly hash: string; readonly saltOctets: number }
  /** RFC 8410. */
  | { readonly kind: 'Ed25519' | 'Ed448' }
  /** GB/T 32918 with SM3. */
  | { readonly kind: 'SM2' }
  | { readonly kind: 'other'; readonly dotted: string }

/** As Java and its providers name it. */
export function signatureSchemeName(scheme: SignatureScheme): string {
  switch (scheme.kind) {
    case 'RSA':
      return `${scheme.hash}withRSA`
    case 'EC':
      return `${scheme.hash}withECDSA`
    case 'RSA-PSS':
      return `${scheme.hash}withRSAandMGF1`
    case 'SM2':
      return 'SM3withSM2'
    case 'other':
      return scheme.dotted
    default:
      return scheme.kind
  }
}
