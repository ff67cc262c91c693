import type { SealedSecret } from '../model/sealed.ts'

/** A certificate that goes out together with its key, under one password. */
export interface KeyBundle {
  readonly key: SealedSecret
  readonly certificateDer: Uint8Array
  /** From the issuing CA up to the root; may be empty. */
  readonly chainDers: readonly Uint8Array[]
  readonly password: string
}

/**
 * Private keys as the user gets them. Each export is recorded before it leaves.
 *
 * A bundle is refused with `parameter-invalid` when its password is empty or no text that every program can take, with
 * `certificate-processing-failed` when a certificate can't be read, and with `key-processing-failed` when the key does
 * not open or is not the certificate's.
 */
export interface KeyExporter {
  /** PEM in the traditional form of its kind, or encrypted PKCS#8 (PBES2) when there is a password; `\n` line ends. */
  exportPem(key: SealedSecret, password?: string): Promise<string>

  /** PKCS #12 (RFC 7292) with the friendly name `server`, in the profile that the administrator set. */
  exportPkcs12(bundle: KeyBundle): Promise<Uint8Array>

  /** A key store in Java's own JKS form with the alias `server`; `createdAt` is the date that it shows, in ms. */
  exportJavaKeyStore(bundle: KeyBundle & { readonly createdAt: number }): Promise<Uint8Array>
}
