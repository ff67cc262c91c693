/** Lets work that goes by one name through one at a time, in the order of its arrival. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>()
  #waiting = 0

  /** Work that waits for what came before it. */
  get waiting(): number {
    return this.#waiting
  }

  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(name)
    const mine = before ? this.#after(before, work) : work()
    this.#last.set(name, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(name) === mine) this.#last.delete(name)
    }
  }

  async #after<Result>(before: Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
    this.#waiting += 1
    await before.catch(() => undefined)
    this.#waiting -= 1
    return work()
  }
}
