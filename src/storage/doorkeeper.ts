/** Counts the work inside the doors, so that closing can wait for it and refuse what comes later. */
export class Doorkeeper {
  readonly #emptied = Promise.withResolvers<void>()
  #isClosed = false
  #inside = 0

  async admit<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('the database is closed')
    this.#inside += 1
    try {
      return await work()
    } finally {
      this.#inside -= 1
      this.#checkEmptied()
    }
  }

  /** Closes the doors; resolves when nobody is inside. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#checkEmptied()
    await this.#emptied.promise
  }

  #checkEmptied(): void {
    if (this.#isClosed && this.#inside === 0) this.#emptied.resolve()
  }
}
