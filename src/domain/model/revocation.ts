/**
 * Why a certificate was revoked, in the API's words, with the CRLReason number of RFC 5280 §5.3.1.
 * UNSPECIFIED is written as no reasonCode extension at all, as §5.3.1 asks.
 */
export const revocationReasons = {
  UNSPECIFIED: 0,
  KEY_COMPROMISE: 1,
  CERTIFICATE_AUTHORITY_COMPROMISE: 2,
  AFFILIATION_CHANGED: 3,
  SUPERSEDED: 4,
  CESSATION_OF_OPERATION: 5,
  CERTIFICATE_HOLD: 6,
  PRIVILEGE_WITHDRAWN: 9,
  ATTRIBUTE_AUTHORITY_COMPROMISE: 10,
} as const
export type RevocationReason = keyof typeof revocationReasons

/** A fact beside the status: nothing but the release of a hold takes it back. `revokedAt` in ms. */
export interface Revocation {
  readonly revokedAt: number
  readonly reason: RevocationReason
}
