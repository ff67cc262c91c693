import type { SealedSecret } from '../model/sealed.ts'

/**
 * Secrets at rest. Seals with AES-256-GCM under a key that the master key protects; the record's identity is the
 * associated data. Opening a secret that was changed, moved or sealed elsewhere throws `key-processing-failed`.
 */
export interface Vault {
  seal(record: string, secret: Uint8Array): SealedSecret
  unseal(secret: SealedSecret): Uint8Array
}
