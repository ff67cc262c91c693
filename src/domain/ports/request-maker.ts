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

/** Makes requests for certificates of authorities elsewhere. */
export interface RequestMaker {
  /** Throws `key-processing-failed` where the key can't be made or used, `overloaded`. */
  makeKeyedRequest(order: KeyedRequestOrder): Promise<KeyedRequest>
}
