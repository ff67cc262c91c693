import type { ChangeTopic } from '../domain/ports/change-feed.ts'

export interface Change {
  readonly accountId: string
  readonly topic: ChangeTopic
}

/** The version that a change brought its topic to. */
export interface ChangedVersion extends Change {
  readonly version: number
}

/** Which topics a unit of work changed, each once however often it was changed. */
export class ChangeLog {
  readonly #changes = new Map<string, Change>()

  bump(accountId: string, topic: ChangeTopic): void {
    this.#changes.set(changeKey(accountId, topic), { accountId, topic })
  }

  addAll(other: ChangeLog): void {
    for (const [key, change] of other.#changes) this.#changes.set(key, change)
  }

  /** In the order of their keys, so that two transactions lock their rows in the same order. */
  list(): Change[] {
    return [...this.#changes].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, change]) => change)
  }
}

export const changeKey = (accountId: string, topic: ChangeTopic): string => `${topic} ${accountId}`
