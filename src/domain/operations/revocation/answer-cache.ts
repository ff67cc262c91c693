/** How long an answer may be relied on: whoever keeps one learns of a revocation no later. */
export const answerLifeMs = 10 * 60_000

interface Kept {
  readonly answer: Uint8Array
  readonly madeAt: number
}

/** Signed answers by their words, for half of their life. The oldest goes first when the bound is reached. */
export class AnswerCache {
  readonly #bound: number
  readonly #kept = new Map<string, Kept>()

  constructor(bound: number) {
    this.#bound = bound
  }

  /** Nothing from the future either: a clock that had been ahead was put back. */
  get(words: string, now: number): Uint8Array | undefined {
    const kept = this.#kept.get(words)
    const ageMs = kept ? now - kept.madeAt : Number.NaN
    return ageMs >= 0 && ageMs < answerLifeMs / 2 ? kept?.answer : undefined
  }

  put(words: string, madeAt: number, answer: Uint8Array): Uint8Array {
    this.#kept.delete(words)
    this.#kept.set(words, { answer, madeAt })
    if (this.#kept.size > this.#bound) {
      const [oldest = ''] = this.#kept.keys()
      this.#kept.delete(oldest)
    }
    return answer
  }
}
