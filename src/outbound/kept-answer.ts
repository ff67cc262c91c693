import type { Clock } from '../domain/ports/clock.ts'

/** What another service answered, for so long; who comes while it is asked shares the answer. A failure is not kept. */
export class KeptAnswer<Value> {
  readonly #ask: () => Promise<Value>
  readonly #clock: Clock
  readonly #keptMs: number
  #kept: { readonly value: Value; readonly askedAt: number } | undefined
  #underWay: Promise<Value> | undefined

  constructor(ask: () => Promise<Value>, clock: Clock, keptMs: number) {
    this.#ask = ask
    this.#clock = clock
    this.#keptMs = keptMs
  }

  async get(): Promise<Value> {
    const kept = this.#kept
    return kept && this.#isYoungerThan(this.#keptMs) ? kept.value : await this.#askAgain()
  }

  /** Another answer, unless this one was got within `ms`. */
  async renewed(ms: number): Promise<Value> {
    const kept = this.#kept
    return kept && this.#isYoungerThan(ms) ? kept.value : await this.#askAgain()
  }

  #isYoungerThan(ms: number): boolean {
    const age = this.#clock.now() - (this.#kept?.askedAt ?? Number.NEGATIVE_INFINITY)
    return age >= 0 && age < ms
  }

  #askAgain(): Promise<Value> {
    this.#underWay ??= this.#keep().finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #keep(): Promise<Value> {
    const askedAt = this.#clock.now()
    const value = await this.#ask()
    this.#kept = { value, askedAt }
    return value
  }
}
