/**
 * Everything that can be refused, in the words of the domain. Statuses and `PCA.…` codes are not here:
 * each API family keeps one exhaustive table from these codes to its own (`http/<family>/errors.ts`).
 */
export const errorCodes = [
  // who asks
  'credentials-missing',
  'signature-malformed',
  'signature-expired',
  'signature-mismatch',
  'body-hash-mismatch',
  'access-key-unknown',
  'token-invalid',
  'password-mismatch',
  'access-key-locked',
  'attempts-exhausted',
  'account-disabled',
  'action-denied',
  'scope-unknown',
  // what is asked
  'parameter-invalid',
  'authority-type-invalid',
  'distinguished-name-invalid',
  'key-algorithm-invalid',
  'validity-invalid',
  'domain-name-invalid',
  'ip-address-invalid',
  'alternative-name-type-invalid',
  'path-length-invalid',
  'revocation-list-configuration-invalid',
  'certificate-request-invalid',
  'imported-certificate-invalid',
  'imported-chain-invalid',
  'public-key-mismatch',
  'private-key-invalid',
  'certificate-domain-missing',
  'certificate-domain-invalid',
  // what is there
  'authority-not-found',
  'issuer-not-found',
  'certificate-not-found',
  'certificate-request-not-found',
  'identity-not-found',
  'connection-not-found',
  'identity-exists',
  'state-forbids',
  'in-flight',
  'quota-exceeded',
  'overloaded',
  // what went wrong here
  'issuer-refused',
  'issuer-unreachable',
  'dns-refused',
  'target-refused',
  'target-denied',
  'target-unreachable',
  'target-unknown',
  'target-project-unknown',
  'private-key-absent',
  'elb-refused',
  'elb-denied',
  'elb-failed',
  'cdn-refused',
  'cdn-denied',
  'cdn-failed',
  'waf-refused',
  'waf-denied',
  'waf-failed',
  'bucket-store-failed',
  'public-address-failed',
  'certificate-processing-failed',
  'key-processing-failed',
  'key-sealing-failed',
  'identity-store-failed',
  'unexpected',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Facts that the refusal rests on; shown to the caller, so never a secret and never another tenant's data. */
export interface ErrorFacts {
  /** The parameter at fault, as the API names it: `distinguished_name.country`. */
  readonly parameter?: string
  /** Why, in a short lower-case clause: `must be two letters`. */
  readonly reason?: string
  /** When the same may be tried again, in ms since the epoch; for us, not for the caller. */
  readonly retryAt?: number
}

/** Whom a refused sign-in was aimed at: for the audit trail, never for the caller. */
export interface ErrorTarget {
  readonly userId?: string
  readonly accessKeyId?: string
}

/** A refusal or failure that an operation means to tell of. Anything else that is thrown is unexpected. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts
  readonly about: ErrorTarget

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown; about?: ErrorTarget }) {
    super([code, facts.parameter, facts.reason].filter(Boolean).join(': '), options)
    this.code = code
    this.facts = facts
    this.about = options?.about ?? {}
  }
}
