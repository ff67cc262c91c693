import type { Revocation, RevocationReason } from '../domain/model/revocation.ts'

/** Both null, or both set. */
export interface RevocationColumns {
  revoked_at: number | null
  revocation_reason: RevocationReason | null
}

export const revocationColumns = (revocation: Revocation | null): RevocationColumns => ({
  revoked_at: revocation?.revokedAt ?? null,
  revocation_reason: revocation?.reason ?? null,
})

export const revocationOf = (row: RevocationColumns): Revocation | null =>
  row.revoked_at === null || row.revocation_reason === null
    ? null
    : { revokedAt: row.revoked_at, reason: row.revocation_reason }
