import type { AcmeMethod, AcmeOrderState } from '../../domain/ports/acme-directory.ts'
import { problemText, refused } from './acme-problem.ts'
import { type Fields, fieldsOf, listAt, misunderstood } from './fields.ts'
import { type Identifier, readIdentifier } from './identifiers.ts'
import type { ReadUrl } from './server-url.ts'

/** More than any authority puts into one certificate. */
const mostNames = 1_000
const mostChallenges = 50

/** An order as its authority describes it (RFC 8555 §7.1.3). */
export interface OrderDocument {
  readonly url: string
  readonly state: AcmeOrderState
  readonly expiresAt: number | null
  readonly identifiers: readonly Identifier[]
  readonly authorizations: readonly string[]
  readonly finalize: string
  readonly certificate: string | null
  /** Empty where nothing is said. */
  readonly problem: string
}

/** What is to be proven of one identifier (§7.1.4). */
export interface AuthorizationDocument {
  readonly url: string
  readonly isProven: boolean
  /** It never will be proven. */
  readonly isOver: boolean
  /** With `*.` for a wildcard, as it was ordered. */
  readonly identifier: Identifier
  readonly challenges: readonly ChallengeDocument[]
}

/** §7.1.5 and §8. */
export interface ChallengeDocument {
  readonly type: string
  readonly url: string
  readonly token: string
  readonly state: string
  readonly problem: string
}

const orderStates: Readonly<Record<string, AcmeOrderState>> = {
  pending: 'pending',
  ready: 'ready',
  processing: 'processing',
  valid: 'valid',
  invalid: 'invalid',
  // states of authorizations, which Pebble gives to orders as well
  deactivated: 'invalid',
  expired: 'invalid',
  revoked: 'invalid',
}

export function readOrder(value: unknown, url: string, readUrl: ReadUrl): OrderDocument {
  const fields = fieldsOf(value)
  const { status, expires, certificate, finalize } = fields
  const state = typeof status === 'string' && Object.hasOwn(orderStates, status) && orderStates[status]
  if (!state) throw misunderstood('an order of no known state')
  const expiresAt = typeof expires === 'string' ? Date.parse(expires) : Number.NaN
  return {
    url: readUrl(url),
    state,
    expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
    identifiers: listAt(fields, 'identifiers', mostNames).map(readIdentifier),
    authorizations: listAt(fields, 'authorizations', mostNames).map(readUrl),
    finalize: readUrl(finalize),
    certificate: certificate === undefined ? null : readUrl(certificate),
    problem: problemText(fields['error']),
  }
}

export function readAuthorization(value: unknown, readUrl: ReadUrl): AuthorizationDocument {
  const fields = fieldsOf(value)
  const { status, wildcard, url } = fields
  const identifier = readIdentifier(fields['identifier'])
  return {
    url: readUrl(url),
    isProven: status === 'valid',
    isOver: status !== 'valid' && status !== 'pending',
    identifier: wildcard === true ? { ...identifier, value: `*.${identifier.value}` } : identifier,
    challenges: listAt(fields, 'challenges', mostChallenges).flatMap((one) =>
      readChallenge(fieldsOf(one), readUrl),
    ),
  }
}

/** Only those that are understood: others may have no token. Its letters can stand in a path (§8.3). */
function readChallenge(fields: Fields, readUrl: ReadUrl): ChallengeDocument[] {
  const { type, url, token, status, error } = fields
  if (type !== 'dns-01' && type !== 'http-01') return []
  if (typeof token !== 'string' || !/^[\w-]{22,256}$/.test(token)) throw misunderstood('a malformed token')
  const problem = problemText(error)
  return [{ type, url: readUrl(url), token, state: typeof status === 'string' ? status : '', problem }]
}

const typeOf = { DNS: 'dns-01', FILE: 'http-01' } as const

/** The one that proves the name so; where nothing is to be proven any more, whichever there is. */
export function challengeFor(
  { challenges, identifier, isProven, isOver }: AuthorizationDocument,
  method: AcmeMethod,
): ChallengeDocument | undefined {
  const found = challenges.find(({ type }) => type === typeOf[method])
  if (found || isProven || isOver) return found ?? challenges[0]
  throw refused(`the authority offers no ${typeOf[method]} for ${identifier.value}`)
}
