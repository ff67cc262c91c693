import type { AlternativeName } from '../model/alternative-name.ts'
import type { DistinguishedName } from '../model/distinguished-name.ts'
import type { RequestKeyAlgorithm, SignatureHash } from '../model/key-algorithm.ts'
import type { SealedSecret } from '../model/sealed.ts'

/** A request to be made together with its key. */
export interface KeyedRequestOrder {
  readonly keyAlgorithm: RequestKeyAlgorithm
  readonly signatureHash: SignatureHash
  readonly subject: DistinguishedName
  readonly alternativeNames: readonly AlternativeName[]
  /** The identity to seal the key for. */
  readonly record: string
}

export interface KeyedRequest {
  /** PKCS #10 in DER (RFC 2986). */
  readonly requestDer: Uint8Array
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly sealedKey: SealedSecret
}

/** How a private key is written down: RFC 8017 A.1.2, RFC 5915, RFC 5958. */
export type PrivateKeyEncoding = 'pkcs1' | 'sec1' | 'pkcs8'

/** A private key that somebody brings for a request that is there. */
export interface KeyAdoption {
  /** Not encrypted. */
  readonly keyDer: Uint8Array
  readonly encoding: PrivateKeyEncoding
  /** The request's. */
  readonly publicKeyDer: Uint8Array
  readonly record: string
}

/** Makes requests for certificates of authorities elsewhere, and keeps their keys. */
export interface RequestMaker {
  /** Throws `key-processing-failed` where the key can't be made or used, `overloaded`. */
  makeKeyedRequest(order: KeyedRequestOrder): Promise<KeyedRequest>
  /**
   * The key sealed, as PKCS #8 whatever it came as; undefined where it is not that of the public key. Throws
   * `private-key-invalid`, without a parameter, for what is no key.
   */
  adoptKey(adoption: KeyAdoption): Promise<SealedSecret | undefined>
  /** The key as a PEM block `PRIVATE KEY` (PKCS #8) with `\n` line ends. Throws `key-processing-failed`. */
  exportPrivateKeyInfo(key: SealedSecret): Promise<string>
}
