import type { RevocationReason } from '../domain/model/revocation.ts'

/** The numbers of OCSPResponseStatus (RFC 6960 §4.2.1). */
export const ocspResponseStatuses = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const
export type OcspResponseStatus = keyof typeof ocspResponseStatuses

/** What there is to say of a certificate (RFC 6960 §2.2); `revokedAt` in ms since the epoch. */
export type OcspCertStatus =
  | 'good'
  | 'unknown'
  | { readonly revokedAt: number; readonly reason: RevocationReason | null }
