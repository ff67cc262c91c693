import type { SealedSecret } from '../model/sealed.ts'

/** Whose a key may be: a certificate's, or that of a public half (SubjectPublicKeyInfo). */
export type KeyOwner = { readonly certificateDer: Uint8Array } | { readonly publicKeyDer: Uint8Array }

/** A private key that somebody brings, with those one of which is to own it. */
export interface KeyImportOrder {
  /** PKCS #1, SEC 1 or PKCS #8 in DER, not encrypted. */
  readonly keyDer: Uint8Array
  readonly owners: readonly KeyOwner[]
  /** The identity to seal the key for. */
  readonly record: string
  /** Octet for octet as it came, or as PKCS #8 whatever it came as. */
  readonly sealedAs: 'it came' | 'PKCS8'
}

export interface ImportedKey {
  /** Which of the owners is the key's: the first that is. */
  readonly place: number
  readonly sealedKey: SealedSecret
}

/** Takes in private keys, and lets them out in the form that they were sealed in. */
export interface KeyImporter {
  /**
   * Undefined where the key is that of none of the owners: another public key, or a private half that does not sign for
   * it. Throws `private-key-invalid` for what is no key that can sign, `imported-certificate-invalid` for a certificate
   * that can't be read, both without a parameter, and `key-sealing-failed`.
   */
  importKey(order: KeyImportOrder): Promise<ImportedKey | undefined>

  /** PEM with `\n` line ends; the label says the form. Throws `key-processing-failed`. */
  exportImportedPem(key: SealedSecret): Promise<string>
}
