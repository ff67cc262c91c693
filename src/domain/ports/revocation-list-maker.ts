import type { SigningAuthority } from './issuer.ts'

/** A list to be made. Times in ms since the epoch, of which the list shows whole seconds. */
export interface RevocationListOrder {
  readonly accountId: string
  /** The CA whose revocations are listed: what the serial registry knows it by. */
  readonly authorityId: string
  readonly authority: SigningAuthority
  /** A positive integer that is greater with every list of the CA (RFC 5280 §5.2.3). */
  readonly number: number
  readonly thisUpdate: number
  readonly nextUpdate: number
  /**
   * Certificates that ended before this are left out. An entry stays in one list that is made after its certificate's
   * end (RFC 5280 §3.3), so this is the last list's `thisUpdate`, not now.
   */
  readonly endedAfter: number
}

export interface MadeRevocationList {
  readonly der: Uint8Array
  readonly entries: number
  readonly tookMs: number
}

/**
 * Makes complete revocation lists, of what the registry holds at one moment, one list after the other, away from all
 * that requests wait for. A list that can't be made, or whose maker died, throws `certificate-processing-failed`; a
 * key that does not open or is not the CA's own `key-processing-failed`.
 */
export interface RevocationListMaker {
  make(order: RevocationListOrder): Promise<MadeRevocationList>
}
