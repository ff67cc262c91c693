import type { RevocationReason } from '../domain/model/revocation.ts'

/** One revoked certificate; `serialNumber` unsigned and big-endian, `revokedAt` in ms since the epoch. */
export interface RevocationListEntry {
  readonly serialNumber: Uint8Array
  readonly revokedAt: number
  readonly reason: RevocationReason
}
