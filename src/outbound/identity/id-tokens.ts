import type { JWTPayload } from 'jose'
import { DomainError } from '../../domain/model/errors.ts'
import type { Vouched } from '../../domain/model/external-identity.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { KeySets } from './key-sets.ts'

/** Signatures by a key that nobody else has; never `none`, and no HMAC, whose key would be the client's secret. */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
/** Clocks may differ by this much. That what is over gives nothing is for who asks to see, by `expiresAt`. */
const skewSeconds = 60
const longestIdToken = 32_768
const mostNames = 5_000

/** What an ID token must say, and which claims tell of the user. */
export interface Expectation {
  readonly issuer: string
  readonly clientId: string
  /** Holds the names that rules are about: a text, or a list of them. */
  readonly claim: string
  readonly nameClaim: string
}

/** Verifies ID tokens (OpenID Connect Core 1.0 §3.1.3.7). */
export class IdTokens {
  readonly #jose: typeof import('jose')
  readonly #keys: KeySets
  readonly #expected: Expectation
  readonly #clock: Clock

  constructor(jose: typeof import('jose'), keys: KeySets, expected: Expectation, clock: Clock) {
    this.#jose = jose
    this.#keys = keys
    this.#expected = expected
    this.#clock = clock
  }

  /** Throws `token-invalid`; `identity-store-failed` where the provider's keys can't be had. */
  async verify(idToken: string, nonce?: string): Promise<Vouched> {
    if (idToken.length > longestIdToken) throw invalid('is too long')
    const claims = await this.#verifiedClaims(idToken)
    if (nonce !== undefined && claims['nonce'] !== nonce) throw invalid('is of another nonce')
    if (!isForUs(claims, this.#expected.clientId)) throw invalid('is for another client')
    return this.#vouched(claims)
  }

  async #verifiedClaims(idToken: string): Promise<JWTPayload> {
    const { issuer, clientId } = this.#expected
    try {
      const { payload } = await this.#jose.jwtVerify(idToken, this.#keys.find, {
        algorithms,
        issuer,
        audience: clientId,
        currentDate: new Date(this.#clock.now()),
        clockTolerance: skewSeconds,
        requiredClaims: ['sub', 'exp', 'iat'],
      })
      return payload
    } catch (error) {
      if (error instanceof DomainError) throw error
      throw invalid((error as Error).message, error)
    }
  }

  #vouched(claims: JWTPayload): Vouched {
    const { claim, nameClaim } = this.#expected
    const { sub: subject = '', exp = 0, iat = 0 } = claims
    if (iat * 1000 > this.#clock.now() + skewSeconds * 1000) throw invalid('is of the future')
    if (!isVisible(subject)) throw invalid('names no subject')
    const name = claims[nameClaim]
    return {
      subject,
      name: isVisible(name) ? name : subject,
      names: namesIn(claims[claim]),
      expiresAt: exp * 1000,
    }
  }
}

/** Of several it must say that we asked for it (§3.1.3.7, 4 and 5). */
const isForUs = ({ aud, azp }: JWTPayload, clientId: string) =>
  azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId

const isVisible = (value: unknown): value is string =>
  typeof value === 'string' && /^\P{C}{1,255}$/u.test(value)

function namesIn(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value]
  if (values.length > mostNames) throw invalid('holds too many names')
  return values.filter((one) => typeof one === 'string')
}

/** The reason is for the audit and the log; who showed it is told no more than that it is invalid. */
const invalid = (reason: string, cause?: unknown) =>
  new DomainError('token-invalid', { reason: `the ID token ${reason}` }, { cause })
