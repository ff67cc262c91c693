import type { Clock } from '../../ports/clock.ts'

/** So many at once, and so many a second after that. */
export class RateLimit {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #burst: number
  #left: number
  #countedAt: number

  constructor(clock: Clock, { perSecond, burst }: { readonly perSecond: number; readonly burst: number }) {
    this.#clock = clock
    this.#perSecond = perSecond
    this.#burst = burst
    this.#left = burst
    this.#countedAt = clock.now()
  }

  /** Takes one, if there is one left. */
  allows(): boolean {
    const now = this.#clock.now()
    const grown = (Math.max(0, now - this.#countedAt) / 1000) * this.#perSecond
    this.#left = Math.min(this.#burst, this.#left + grown)
    this.#countedAt = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
