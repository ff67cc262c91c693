/** Lets works of the same name follow each other, in the order in which they came. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Settles like the work; what an earlier one threw is not this one's. */
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work, work)
    this.#last.set(name, turn)
    const leave = () => {
      if (this.#last.get(name) === turn) this.#last.delete(name)
    }
    void turn.then(leave, leave)
    return turn
  }
}
