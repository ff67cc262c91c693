import type { InstallationStores } from '../../../domain/ports/doors.ts'
import { settleCounts } from '../../certificate-count.ts'
import { type ChangedVersion, ChangeLog } from '../../change-log.ts'
import { bumpVersions } from '../../change-table.ts'
import type { Sessions } from '../../session.ts'
import { SqlStores } from '../../stores.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** A write that waits for its turn, with its caller. */
export interface WaitingWrite {
  readonly accountId: string
  work(stores: InstallationStores): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** The transaction that a write shared with others was lost; nothing of it was written. */
export class TransactionLostError extends Error {
  override readonly name = 'TransactionLostError'
}

/**
 * One durable transaction for many writes, each within its own savepoint: one that fails takes nothing of the others
 * with it. Nobody is answered before the commit. When SQLite gives the transaction up, or the commit fails, all
 * are refused. `committed` is told the new versions of what caches rest on before anybody is answered.
 */
export class Turn {
  readonly #connection: SqliteConnection
  readonly #sessions: Sessions
  readonly #changes = new ChangeLog()

  constructor(connection: SqliteConnection, sessions: Sessions) {
    this.#connection = connection
    this.#sessions = sessions
  }

  async run(writes: readonly WaitingWrite[], committed: (changes: ChangedVersion[]) => void): Promise<void> {
    try {
      const answers = await this.#inTransaction(writes, committed)
      for (const answer of answers) answer()
    } catch (cause) {
      this.#rollBack()
      for (const write of writes) write.reject(new TransactionLostError('nothing was written', { cause }))
    }
  }

  async #inTransaction(
    writes: readonly WaitingWrite[],
    committed: (changes: ChangedVersion[]) => void,
  ): Promise<(() => void)[]> {
    const answers: (() => void)[] = []
    this.#connection.run('begin immediate')
    for (const write of writes) answers.push(await this.#attempt(write))
    const changes = await this.#bumpVersions()
    this.#connection.run('commit')
    committed(changes)
    return answers
  }

  /** Runs one write; the answer is for after the commit. Throws when the whole transaction is lost. */
  async #attempt(write: WaitingWrite): Promise<() => void> {
    const connection = this.#connection
    connection.run('savepoint one_write')
    try {
      const result = await this.#sessions.run(connection, 'write', write.accountId, async (binding) => {
        const made = await write.work(new SqlStores(binding))
        await settleCounts(binding)
        return { made, changes: binding.changes }
      })
      connection.run('release one_write')
      this.#changes.addAll(result.changes)
      return () => write.resolve(result.made)
    } catch (error) {
      if (!connection.isInTransaction) throw error
      connection.run('rollback to one_write')
      connection.run('release one_write')
      return () => write.reject(error)
    }
  }

  async #bumpVersions(): Promise<ChangedVersion[]> {
    const { pending, bumped } = this.#changes
    const others = await this.#sessions.run(this.#connection, 'write', '', ({ db }) =>
      bumpVersions(db, pending),
    )
    return [...bumped, ...others]
  }

  #rollBack(): void {
    try {
      if (this.#connection.isInTransaction) this.#connection.run('rollback')
    } catch {
      // The next turn's BEGIN tells whether the connection can still be used.
    }
  }
}
