import { type Authority, type AuthorityStatus, authorityStatus } from './authority.ts'
import { DomainError } from './errors.ts'
import type { IssuerBounds } from './issuer-bounds.ts'
import { isUnnamed } from './ordered-authority.ts'
import type { RevocationReason } from './revocation.ts'

/** What may be done with a CA in which status: the rows of api-answers A2. */
const allowedStatuses = {
  'export the CSR of': ['PENDING'],
  activate: ['PENDING'],
  'import the certificate of': ['PENDING'],
  'issue with': ['ACTIVED'],
  export: ['ACTIVED', 'EXPIRED'],
  disable: ['ACTIVED', 'EXPIRED'],
  enable: ['DISABLED'],
  configure: ['ACTIVED', 'DISABLED'],
  delete: ['PENDING', 'DISABLED', 'REVOKED'],
  restore: ['DELETED'],
  revoke: ['ACTIVED', 'DISABLED', 'DELETED'],
} as const satisfies Record<string, readonly AuthorityStatus[]>

/** What may be done with a CA whose key stays with the user (api-answers A28). */
const allowedWithoutKey: readonly AuthorityAct[] = ['export', 'revoke']

/** What a CA that was only ordered can't do. */
const needsName: readonly AuthorityAct[] = ['export the CSR of', 'import the certificate of']

const isKeptByUser = ({ type, generationMode }: Authority) =>
  type === 'SUBORDINATE' && generationMode === 'CSR'

export type AuthorityAct = keyof typeof allowedStatuses

/** A CA whose key stays with the user has no tags (api-answers A2). */
export function checkTaggable(authority: Authority): void {
  if (isKeptByUser(authority)) throw forbidden('a CA whose key is not here has no tags')
}

/** Throws `state-forbids` unless the CA's status allows the act. */
export function checkAuthorityAct(act: AuthorityAct, authority: Authority, now: number): void {
  if (isKeptByUser(authority) && !allowedWithoutKey.includes(act)) {
    throw forbidden(`cannot ${act} a CA whose key is not here`)
  }
  if (isUnnamed(authority) && needsName.includes(act)) {
    throw forbidden(`cannot ${act} a CA that was ordered and has no name yet`)
  }
  const status = authorityStatus(authority, now)
  const allowed: readonly AuthorityStatus[] = allowedStatuses[act]
  if (allowed.includes(status)) return
  throw new DomainError('state-forbids', {
    reason: `cannot ${act} a CA that is ${status}; it must be ${allowed.join(' or ')}`,
  })
}

/**
 * A subordinate whose issuer is a CA of the account may be revoked, also while it waits for its end; a hold may become
 * any other reason (api-answers A27).
 */
export function checkAuthorityRevocable(authority: Authority, reason: RevocationReason, now: number): void {
  if (authority.type === 'ROOT') throw forbidden('a root can not be revoked: nobody stands above it')
  if (authority.revocation) {
    const isHeld = authority.revocation.reason === 'CERTIFICATE_HOLD' && reason !== 'CERTIFICATE_HOLD'
    if (!isHeld) throw forbidden('the CA is revoked already')
  } else checkAuthorityAct('revoke', authority, now)
  if (authority.issuerId === null)
    throw forbidden('the CA was issued elsewhere: only its issuer can revoke it')
}

/** Nothing but a hold is ever taken back. */
export function checkAuthorityReleasable({ revocation }: Authority): void {
  if (revocation?.reason !== 'CERTIFICATE_HOLD') throw forbidden('the CA is not on hold')
}

const forbidden = (reason: string) => new DomainError('state-forbids', { reason })

/** An issuer must be ACTIVED, and no CA above it revoked or expired (api-answers A23, A26). `chain`: issuer first. */
export function checkIssuer(chain: readonly Authority[], now: number): void {
  const [issuer, ...above] = chain
  if (!issuer) throw new DomainError('issuer-not-found')
  checkAuthorityAct('issue with', issuer, now)
  const broken = above.find(
    ({ revocation, certificate }) => revocation || (certificate?.notAfter ?? 0) <= now,
  )
  if (!broken) return
  const what = broken.revocation ? 'revoked' : 'expired'
  throw new DomainError('state-forbids', { reason: `a CA above the issuing CA is ${what}` })
}

/**
 * The largest path length that a CA below these may have; below zero: none may stand there. `pathLengths`: of each CA
 * from the issuer up. The minimum of each constraint less the CAs that already stand below it (RFC 5280 §6.1.4 l, m).
 */
const largestPathLengthBelow = (pathLengths: readonly number[]): number =>
  Math.min(...pathLengths.map((pathLength, below) => pathLength - below)) - 1

/** Throws `path-length-invalid` unless a CA with this constraint may stand below the chain (api-answers A25). */
export function checkPathLength(pathLength: number, { pathLengths }: IssuerBounds): void {
  const largest = largestPathLengthBelow(pathLengths)
  if (pathLength <= largest) return
  throw new DomainError('path-length-invalid', {
    parameter: 'path_length',
    reason: largest < 0 ? 'the issuing CA may not issue CAs' : `must be at most ${largest} below this CA`,
  })
}
