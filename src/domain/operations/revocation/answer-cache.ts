interface Kept {
  readonly answer: Uint8Array
  readonly until: number
}

/** Signed answers by their words. The oldest goes first when the bound is reached. */
export class AnswerCache {
  readonly #bound: number
  readonly #kept = new Map<string, Kept>()

  constructor(bound: number) {
    this.#bound = bound
  }

  get(words: string, now: number): Uint8Array | undefined {
    const kept = this.#kept.get(words)
    return kept && kept.until > now ? kept.answer : undefined
  }

  put(words: string, until: number, answer: Uint8Array): Uint8Array {
    this.#kept.delete(words)
    this.#kept.set(words, { answer, until })
    if (this.#kept.size > this.#bound) {
      const [oldest = ''] = this.#kept.keys()
      this.#kept.delete(oldest)
    }
    return answer
  }
}
