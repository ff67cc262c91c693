import { DomainError } from '../../model/errors.ts'
import type { KeystoneToken } from '../../model/external-identity.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KeystoneService } from '../../ports/external-identity.ts'
import type { Attempts } from '../identity/attempts.ts'

/** A token that was ended there is refused here after this at the latest. */
const keptMs = 60_000
const keptRefusedMs = 10_000
const mostKept = 10_000
const mostRefusedKept = 1_000
/** Tokens that are asked about at a time; a service that is slow must not gather callers without end. */
const mostUnderWay = 32

interface Kept {
  /** Undefined for one that was refused. */
  readonly token: KeystoneToken | undefined
  readonly askedAt: number
  readonly until: number
}

/**
 * What a Keystone said of tokens, by their hashes. It is asked once for callers that come together, and not at all
 * for an address that shows too many tokens that it refused.
 */
export class KeystoneTokens {
  readonly #service: KeystoneService
  readonly #clock: Clock
  readonly #attempts: Attempts
  readonly #accepted = new Map<string, Kept>()
  readonly #refused = new Map<string, Kept>()
  readonly #underWay = new Map<string, Promise<KeystoneToken | undefined>>()

  constructor(service: KeystoneService, clock: Clock, attempts: Attempts) {
    this.#service = service
    this.#clock = clock
    this.#attempts = attempts
  }

  /** Throws `identity-store-failed`, `attempts-exhausted`, `overloaded`. */
  async find(hash: string, text: string, address: string): Promise<KeystoneToken | undefined> {
    const kept = this.#live(this.#accepted, hash) ?? this.#live(this.#refused, hash)
    if (kept) return kept.token
    const underWay = this.#underWay.get(hash)
    if (underWay) return await underWay
    this.#attempts.checkForeign(address)
    if (this.#underWay.size >= mostUnderWay) throw new DomainError('overloaded')
    const asking = this.#ask(hash, text, address).finally(() => this.#underWay.delete(hash))
    this.#underWay.set(hash, asking)
    return await asking
  }

  async #ask(hash: string, text: string, address: string): Promise<KeystoneToken | undefined> {
    const askedAt = this.#clock.now()
    const token = await this.#service.validate(text)
    if (token && token.expiresAt > askedAt) {
      const until = Math.min(askedAt + keptMs, token.expiresAt)
      keep(this.#accepted, mostKept, hash, { token, askedAt, until })
      return token
    }
    this.#attempts.foreignRefused(address)
    keep(this.#refused, mostRefusedKept, hash, { token: undefined, askedAt, until: askedAt + keptRefusedMs })
    return undefined
  }

  /** A clock that was set back does not make an answer last. */
  #live(kept: Map<string, Kept>, hash: string): Kept | undefined {
    const found = kept.get(hash)
    const now = this.#clock.now()
    if (found && found.askedAt <= now && now < found.until) return found
    kept.delete(hash)
    return undefined
  }
}

function keep(all: Map<string, Kept>, most: number, hash: string, kept: Kept): void {
  all.set(hash, kept)
  if (all.size <= most) return
  const [oldest] = all.keys()
  if (oldest !== undefined) all.delete(oldest)
}
