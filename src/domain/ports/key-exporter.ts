import type { SealedSecret } from '../model/sealed.ts'

/** Private keys as the user gets them. Each export is recorded before it leaves. */
export interface KeyExporter {
  /** PEM in the traditional form of its kind, or encrypted PKCS#8 (PBES2) when there is a password; `\n` line ends. */
  exportPem(key: SealedSecret, password?: string): Promise<string>
}
