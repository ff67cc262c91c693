import type { ChangeTopic } from '../domain/ports/change-feed.ts'

export interface Change {
  readonly accountId: string
  readonly topic: ChangeTopic
}

/** The version that a change brought its topic to. */
export interface ChangedVersion extends Change {
  readonly version: number
}

/** What a unit of work changed, each topic once however often it was changed. */
export class ChangeLog {
  readonly #pending = new Map<string, Change>()
  readonly #bumped = new Map<string, ChangedVersion>()

  /** A change whose version is to be bumped when the work ends. */
  bump(accountId: string, topic: ChangeTopic): void {
    this.#pending.set(changeKey(accountId, topic), { accountId, topic })
  }

  /** Versions that were bumped already; caches are still to be told of them. */
  addBumped(versions: readonly ChangedVersion[]): void {
    for (const changed of versions) this.#bumped.set(changeKey(changed.accountId, changed.topic), changed)
  }

  addAll(other: ChangeLog): void {
    for (const { accountId, topic } of other.#pending.values()) this.bump(accountId, topic)
    this.addBumped(other.bumped)
  }

  /** In the order of their keys, so that two transactions lock their rows in the same order. */
  get pending(): Change[] {
    return [...this.#pending].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, change]) => change)
  }

  get bumped(): ChangedVersion[] {
    return [...this.#bumped.values()]
  }
}

export const changeKey = (accountId: string, topic: ChangeTopic): string => `${topic} ${accountId}`
