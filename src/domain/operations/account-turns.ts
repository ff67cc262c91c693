import { DomainError } from '../model/errors.ts'

/**
 * An account has one piece of long work of a kind under way; its others wait for it, in their order. Such work runs in few
 * threads: without turns, the account that asks most would have all of them.
 */
export class AccountTurns {
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #waiting = new Map<string, number>()
  readonly #mostWaiting: number

  /** More than these of one account, the one under way among them, are told to come again. */
  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting
  }

  async take<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
    const count = (this.#waiting.get(accountId) ?? 0) + 1
    if (count > this.#mostWaiting) throw new DomainError('overloaded')
    this.#waiting.set(accountId, count)
    const before = this.#last.get(accountId)
    const mine = before ? before.then(work, work) : work()
    this.#last.set(accountId, mine)
    try {
      return await mine
    } finally {
      this.#leave(accountId, mine)
    }
  }

  #leave(accountId: string, mine: Promise<unknown>): void {
    const left = (this.#waiting.get(accountId) ?? 1) - 1
    if (left > 0) this.#waiting.set(accountId, left)
    else this.#waiting.delete(accountId)
    if (this.#last.get(accountId) === mine) this.#last.delete(accountId)
  }
}
