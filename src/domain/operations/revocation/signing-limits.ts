import type { Clock } from '../../ports/clock.ts'
import { RateLimit } from './rate-limit.ts'

/** Signatures that strangers may cause: of each CA, and fewer for serial numbers that it never used. */
const rates = {
  known: { perSecond: 200, burst: 400 },
  unknown: { perSecond: 20, burst: 40 },
} as const

const mostAuthorities = 1000

/** A flood of made-up questions about one CA must not keep those that are meant well, nor other CAs, from answers. */
export class SigningLimits {
  readonly #clock: Clock
  readonly #limits = new Map<string, RateLimit>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  allows(authorityId: string, kind: keyof typeof rates): boolean {
    const key = `${authorityId} ${kind}`
    const limit = this.#limits.get(key) ?? new RateLimit(this.#clock, rates[kind])
    this.#limits.set(key, limit)
    if (this.#limits.size > 2 * mostAuthorities) {
      const [oldest = ''] = this.#limits.keys()
      this.#limits.delete(oldest)
    }
    return limit.allows()
  }
}
