import type { ChangeFeed, ChangeTopic } from '../../../domain/ports/change-feed.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import { type ChangedVersion, changeKey } from '../../change-log.ts'

/** No answer is older, also when a notification was lost. */
const longestTrustMs = 2000

interface Knowledge {
  readonly version: number
  /** When it was heard or read. */
  readonly at: number
}

/**
 * The feed where many nodes share the database: told of changes by notifications, and reads the table for what it
 * has heard nothing of for 2 s.
 */
export class SharedChangeFeed implements ChangeFeed {
  readonly #clock: Pick<Clock, 'now'>
  readonly #read: (accountId: string, topic: ChangeTopic) => Promise<number>
  readonly #known = new Map<string, Knowledge>()

  constructor(clock: Pick<Clock, 'now'>, read: (accountId: string, topic: ChangeTopic) => Promise<number>) {
    this.#clock = clock
    this.#read = read
  }

  learn(changes: readonly ChangedVersion[]): void {
    for (const { accountId, topic, version } of changes) {
      this.#remember(changeKey(accountId, topic), version, this.#clock.now())
    }
  }

  async version(accountId: string, topic: ChangeTopic): Promise<number> {
    const key = changeKey(accountId, topic)
    const askedAt = this.#clock.now()
    const known = this.#known.get(key)
    if (known && isFresh(known, askedAt)) return known.version
    return this.#remember(key, await this.#read(accountId, topic), askedAt)
  }

  /** Versions only grow: what comes late, or was read before a change was heard of, is no news. */
  #remember(key: string, version: number, at: number): number {
    const newest = Math.max(version, this.#known.get(key)?.version ?? 0)
    this.#known.set(key, { version: newest, at })
    return newest
  }
}

/** A clock that was set back makes nothing fresh. */
const isFresh = ({ at }: Knowledge, now: number) => now >= at && now - at < longestTrustMs
