import type { AcmeChallenge } from '../model/acme-challenge.ts'
import type { AlternativeName } from '../model/alternative-name.ts'
import type { RevocationReason } from '../model/revocation.ts'
import type { Triable } from './connection.ts'

/** Our account at an authority (RFC 8555 §7.1.2): where it is, and the key that signs for it, PKCS #8 in PEM octets. */
export interface AcmeAccount {
  readonly url: string
  readonly privateKey: Uint8Array
}

/** How a name is proven: a TXT record (RFC 8555 §8.4) or a file (§8.3). */
export type AcmeMethod = 'DNS' | 'FILE'

/** RFC 8555 §7.1.6. */
export type AcmeOrderState = 'pending' | 'ready' | 'processing' | 'valid' | 'invalid'

export interface AcmeOrder {
  readonly url: string
  readonly state: AcmeOrderState
  /** In ms since the epoch; null where the authority does not say. */
  readonly expiresAt: number | null
  /** None while it is `processing` or `valid`, when nothing is proven any more. */
  readonly challenges: readonly AcmeChallenge[]
  /** Why it is invalid, for people. */
  readonly problem: string | null
}

export interface AcmeOrderRequest {
  readonly names: readonly AlternativeName[]
  readonly method: AcmeMethod
  /** The certificate that the new one takes the place of (RFC 9773 §5), where the authority has renewal information. */
  readonly replaces?: Uint8Array
}

/** When an authority wants a certificate renewed (RFC 9773 §4.2), in ms since the epoch. */
export interface RenewalWindow {
  readonly start: number
  readonly end: number
  /** Not asked again before. */
  readonly lookAgainAt: number
}

/**
 * An authority that speaks ACME (RFC 8555). Each call is one step that may be done again: what it made is found by its
 * URL. Throws `issuer-refused` where the same again would be refused again, and `issuer-unreachable` where it may not,
 * with `retryAt` where the authority says when.
 */
export interface AcmeDirectory extends Triable {
  /** Where it is: an account belongs to it. */
  readonly url: string
  /** Makes a key and an account with it, bound to an external account where one is set. */
  openAccount(): Promise<AcmeAccount>
  /** Looks it up; throws `issuer-refused` where the authority no longer knows it, or no longer takes orders of it. */
  checkAccount(account: AcmeAccount): Promise<void>
  openOrder(account: AcmeAccount, request: AcmeOrderRequest): Promise<AcmeOrder>
  readOrder(account: AcmeAccount, orderUrl: string, method: AcmeMethod): Promise<AcmeOrder>
  /** Says that the proof can be looked at. One that was answered stays answered. */
  answer(account: AcmeAccount, challenge: AcmeChallenge): Promise<void>
  /** For an order that is `ready`; the request is PKCS #10 in DER. */
  finalize(account: AcmeAccount, orderUrl: string, requestDer: Uint8Array): Promise<void>
  /** The certificate of an order that is `valid`, in DER, with its issuers behind it: the chain that is preferred. */
  download(account: AcmeAccount, orderUrl: string): Promise<readonly Uint8Array[]>
  /** Gives up an authorization (RFC 8555 §7.5.2); one that is gone or ended is no fault. */
  deactivate(account: AcmeAccount, authorizationUrl: string): Promise<void>
  /** A certificate that is revoked already is no fault. */
  revoke(account: AcmeAccount, certificateDer: Uint8Array, reason: RevocationReason): Promise<void>
  /** Null where the authority has no renewal information, or none for this certificate. */
  findRenewalWindow(certificateDer: Uint8Array, now: number): Promise<RenewalWindow | null>
}
