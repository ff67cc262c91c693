import type { ChangeFeed, ChangeTopic } from '../../../domain/ports/change-feed.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import { type ChangedVersion, changeKey } from '../../change-log.ts'

/** How long nobody looks whether another program wrote. */
const longestTrustMs = 1000

/** Where the feed gets its knowledge from. */
export interface ChangeSources {
  readonly clock: Pick<Clock, 'now'>
  /** Reads a version as it is stored. */
  readonly read: (accountId: string, topic: ChangeTopic) => Promise<number>
  /** A number that is another after a commit that was not this process's own. */
  readonly foreignCommits: () => number
}

/**
 * The feed where one server owns the database: it is told of its own commits. A command on the machine may write
 * beside it; within a second after that all that was known is read anew.
 */
export class LocalChangeFeed implements ChangeFeed {
  readonly #sources: ChangeSources
  #versions = new Map<string, number>()
  #lookedAt = Number.NEGATIVE_INFINITY
  #foreignCommits: number | undefined

  constructor(sources: ChangeSources) {
    this.#sources = sources
  }

  learn(changes: readonly ChangedVersion[]): void {
    for (const { accountId, topic, version } of changes) {
      this.#versions.set(changeKey(accountId, topic), version)
    }
  }

  async version(accountId: string, topic: ChangeTopic): Promise<number> {
    this.#lookForOthers()
    const key = changeKey(accountId, topic)
    const versions = this.#versions
    const known = versions.get(key)
    if (known !== undefined) return known
    const stored = await this.#sources.read(accountId, topic)
    // A commit may have been told of while the row was read.
    const version = versions.get(key) ?? stored
    versions.set(key, version)
    return version
  }

  /** What is being read meanwhile goes into the map that is thrown away. */
  #lookForOthers(): void {
    const now = this.#sources.clock.now()
    if (now >= this.#lookedAt && now - this.#lookedAt < longestTrustMs) return
    this.#lookedAt = now
    const present = this.#sources.foreignCommits()
    if (present !== this.#foreignCommits) this.#versions = new Map()
    this.#foreignCommits = present
  }
}
