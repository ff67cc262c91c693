import { DomainError } from '../../model/errors.ts'
import type { User } from '../../model/identity.ts'
import { networkOf } from '../../model/ip-address.ts'
import type { Clock } from '../../ports/clock.ts'

/** Failures that a pair of credential and address may have before it is locked, and for how long. */
const failuresAllowed = 5
const lockMs = 5 * 60_000
/** Failures over all addresses after which every further failure of the credential is answered later. */
const failuresBeforeSlowing = 20
const slowingMs = 1_000
/** Password hashes that one address may ask for in a minute. */
const hashesPerMinute = 60
/** Tokens of another identity service, refused there, that one address may show in a minute. */
const foreignPerMinute = 60
const bound = 50_000

interface Count {
  failures: number
  until: number
}

/**
 * Slows and locks who guesses. An access key id or user name is no secret, so a stranger must not be able to lock its
 * owner out: the lock is on the pair of credential and address, and the credential as a whole is only slowed
 * (api-answers A44). Kept by each node for itself; a restart forgets.
 */
export class Attempts {
  readonly #clock: Clock
  readonly #counts = new Map<string, Count>()
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws the given refusal while the pair is locked. */
  check(credential: string, address: string, refusal: 'access-key-locked' | 'attempts-exhausted'): void {
    if ((this.#live(pairKey(credential, address))?.failures ?? 0) > failuresAllowed) {
      throw new DomainError(refusal, {
        reason: 'locked for 5 minutes after more than 5 failures',
      })
    }
  }

  /**
   * Runs attempts of one pair one after another, so that guesses sent side by side can't all pass the check before
   * the first of them has failed.
   */
  async inTurn<Result>(credential: string, address: string, attempt: () => Promise<Result>): Promise<Result> {
    const key = pairKey(credential, address)
    const before = this.#turns.get(key)
    const mine = before ? before.then(attempt, attempt) : attempt()
    this.#turns.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#turns.get(key) === mine) this.#turns.delete(key)
    }
  }

  /** Throws `attempts-exhausted` when the address has used its password hashes of this minute. */
  spendHash(address: string): void {
    if (this.#count(`hash ${networkOf(address)}`, 60_000) > hashesPerMinute) {
      throw new DomainError('attempts-exhausted', {
        reason: 'too many sign-ins from this address in one minute',
      })
    }
  }

  /** Throws `attempts-exhausted` when the address has shown too many tokens that another identity service refused. */
  checkForeign(address: string): void {
    if ((this.#live(foreignKey(address))?.failures ?? 0) < foreignPerMinute) return
    throw new DomainError('attempts-exhausted', {
      reason: 'too many unknown tokens from this address in one minute',
    })
  }

  foreignRefused(address: string): void {
    this.#count(foreignKey(address), 60_000)
  }

  /** Counts a failure; resolves later when the credential has had many from anywhere. */
  async failed(credential: string, address: string): Promise<void> {
    this.#count(pairKey(credential, address), lockMs)
    const everywhere = this.#count(`all ${credential}`, lockMs)
    if (everywhere > failuresBeforeSlowing) await this.#clock.pause(slowingMs)
  }

  /** Pairs of credential and address that are locked now. */
  countLocked(): number {
    const now = this.#clock.now()
    const isLocked = ([key, { failures, until }]: [string, Count]) =>
      key.startsWith('pair ') && failures > failuresAllowed && until > now
    return [...this.#counts].filter(isLocked).length
  }

  succeeded(credential: string, address: string): void {
    this.#counts.delete(pairKey(credential, address))
  }

  #count(key: string, windowMs: number): number {
    const count = this.#live(key) ?? { failures: 0, until: this.#clock.now() + windowMs }
    count.failures += 1
    if (key.startsWith('pair ') && count.failures === failuresAllowed + 1)
      count.until = this.#clock.now() + lockMs
    this.#counts.delete(key)
    this.#counts.set(key, count)
    this.#forgetOldest()
    return count.failures
  }

  #live(key: string): Count | undefined {
    const count = this.#counts.get(key)
    if (!count || count.until > this.#clock.now()) return count
    this.#counts.delete(key)
    return undefined
  }

  #forgetOldest(): void {
    if (this.#counts.size <= bound) return
    const [oldest] = this.#counts.keys()
    if (oldest !== undefined) this.#counts.delete(oldest)
  }
}

const pairKey = (credential: string, address: string) => `pair ${credential} ${networkOf(address)}`
const foreignKey = (address: string) => `foreign ${networkOf(address)}`

/** What a user's guessed passwords are counted by; whose password was set anew begins with none. */
export const passwordAttempts = ({ id, epoch }: Pick<User, 'id' | 'epoch'>): string => `user ${id} ${epoch}`
