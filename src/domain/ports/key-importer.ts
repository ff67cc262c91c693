import type { SealedSecret } from '../model/sealed.ts'

/** A private key that somebody brings, with the certificates one of which is to be its own. */
export interface KeyImportOrder {
  /** PKCS #1, SEC 1 or PKCS #8 in DER, not encrypted. */
  readonly keyDer: Uint8Array
  readonly certificateDers: readonly Uint8Array[]
  /** The identity to seal the key for. */
  readonly record: string
}

export interface ImportedKey {
  /** Which of the certificates is the key's: the first that is. */
  readonly place: number
  /** The key as it came, sealed. */
  readonly sealedKey: SealedSecret
}

/** Takes in private keys, and lets them out as they came. */
export interface KeyImporter {
  /**
   * Undefined where the key is that of none of the certificates: another public key, or a private half that does not
   * sign for it. Throws `private-key-invalid` for what is no key that can sign, `imported-certificate-invalid` for a
   * certificate that can't be read, both without a parameter, and `key-sealing-failed`.
   */
  importKey(order: KeyImportOrder): Promise<ImportedKey | undefined>

  /** PEM of an imported key in the form that it came in, with `\n` line ends. Throws `key-processing-failed`. */
  exportImportedPem(key: SealedSecret): Promise<string>
}
