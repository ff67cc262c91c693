/** A PKCS #12 file or a Java key store, as somebody brings it. */
export interface KeyStoreOrder {
  readonly content: Uint8Array
  /** Empty where it has none. */
  readonly password: string
  /** The key's own, where it has another one than the store. */
  readonly keyPassword?: string
  /** Which key of several; absent: the first. */
  readonly alias?: string
}

/** One key of a store, its certificate, and what else is there. */
export interface OpenedKeyStore {
  readonly kind: 'PKCS12' | 'JKS'
  /** Of all keys that it holds, in its order: the names that it gives them, else their numbers. */
  readonly aliases: readonly string[]
  /** Of the key that was taken. */
  readonly alias: string
  /** PKCS #8 in DER; secret, to be wiped by whoever asked. */
  readonly keyDer: Uint8Array
  readonly certificateDer: Uint8Array
  /** Certificates that may be above it or have nothing to do with it, in the store's order; unread. */
  readonly otherDers: readonly Uint8Array[]
}

/** Opens key stores where it keeps nobody from anything else: a store says itself how long its password takes. */
export interface KeyStoreReader {
  /**
   * Throws `imported-certificate-invalid` for what is no key store, is broken, or is protected in a way that is not known
   * or takes too long; `parameter-invalid` for `password`, `key_password` and `alias`; `private-key-invalid` where it has
   * no key, and `public-key-mismatch` where it has no certificate of the key; `overloaded` where too many wait.
   */
  open(order: KeyStoreOrder): Promise<OpenedKeyStore>
}
