import type { TrailKey } from './trail-store.ts'

/** Signs the trail's blocks (Ed25519). The private half is never out of its seal but for the moment of signing. */
export interface TrailSigner {
  makeKey(): TrailKey
  /** Throws `key-processing-failed` when the key does not open, or is another than its public half. */
  sign(key: TrailKey, octets: Uint8Array): Uint8Array
  readonly isSignedBy: IsSignedBy
}

/** Needs no secret. False for what is no key, too. */
export type IsSignedBy = (publicKeyDer: Uint8Array, octets: Uint8Array, signature: Uint8Array) => boolean
