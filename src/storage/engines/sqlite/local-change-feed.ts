import type { ChangeFeed, ChangeTopic } from '../../../domain/ports/change-feed.ts'
import { type ChangedVersion, changeKey } from '../../change-log.ts'

/** The feed where one process owns the database: it is told of every commit, so its memory is the truth. */
export class LocalChangeFeed implements ChangeFeed {
  readonly #read: (accountId: string, topic: ChangeTopic) => Promise<number>
  readonly #versions = new Map<string, number>()

  /** `read` reads a version that was written before this process began. */
  constructor(read: (accountId: string, topic: ChangeTopic) => Promise<number>) {
    this.#read = read
  }

  learn(changes: readonly ChangedVersion[]): void {
    for (const { accountId, topic, version } of changes) {
      this.#versions.set(changeKey(accountId, topic), version)
    }
  }

  async version(accountId: string, topic: ChangeTopic): Promise<number> {
    const key = changeKey(accountId, topic)
    const known = this.#versions.get(key)
    if (known !== undefined) return known
    const stored = await this.#read(accountId, topic)
    // A commit may have been told of while the row was read.
    const version = this.#versions.get(key) ?? stored
    this.#versions.set(key, version)
    return version
  }
}
