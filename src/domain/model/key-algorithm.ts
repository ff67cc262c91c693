/** Keys that the service makes (API reference 4.1.1.2, `key_algorithm`). */
export const generatedKeyAlgorithms = ['RSA2048', 'RSA4096', 'EC256', 'EC384'] as const
export type GeneratedKeyAlgorithm = (typeof generatedKeyAlgorithms)[number]

/** Keys that the service makes for requests to an authority elsewhere (client contract 1.1.1, CreateCsr). */
export const requestKeyAlgorithms = ['RSA2048', 'RSA3072', 'RSA4096', 'EC256', 'EC384'] as const
export type RequestKeyAlgorithm = (typeof requestKeyAlgorithms)[number]

/** Hash functions for signatures (API reference 4.1.1.2, `signature_algorithm`). */
export const signatureHashes = ['SHA256', 'SHA384', 'SHA512'] as const
export type SignatureHash = (typeof signatureHashes)[number]

export type KeyFamily = 'RSA' | 'EC'

/** A public key's kind as it is read from its bytes; `bits` is the modulus or field size. */
export interface PublicKeyAlgorithm {
  readonly family: KeyFamily
  readonly bits: number
}

/** The API's word for a key: `RSA2048`, `EC384`. */
export const keyAlgorithmName = ({ family, bits }: PublicKeyAlgorithm): string => `${family}${bits}`

export const familyOf = (algorithm: string): KeyFamily => (algorithm.startsWith('RSA') ? 'RSA' : 'EC')

/** The word for key and hash together, as CSR parsing shows it: `SHA256withRSA`, `SHA384withECDSA`. */
export const signatureAlgorithmName = (hash: string, family: KeyFamily): string =>
  `${hash}with${family === 'RSA' ? 'RSA' : 'ECDSA'}`
