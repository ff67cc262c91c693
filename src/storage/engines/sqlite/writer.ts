import type { InstallationStores } from '../../../domain/ports/doors.ts'
import type { ChangedVersion } from '../../change-log.ts'
import type { Sessions } from '../../session.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { Turn, type WaitingWrite } from './turn.ts'

/** More would keep the first of a turn waiting, and the event loop with it, for little gain. */
const largestTurn = 100

/** The queue that owns the writing connection: writes that arrive together share a transaction and its fsync. */
export class SqliteWriter {
  readonly #connection: SqliteConnection
  readonly #sessions: Sessions
  readonly #committed: (changes: ChangedVersion[]) => void
  #waiting: WaitingWrite[] = []
  #isAtWork = false

  constructor(
    connection: SqliteConnection,
    sessions: Sessions,
    committed: (changes: ChangedVersion[]) => void,
  ) {
    this.#connection = connection
    this.#sessions = sessions
    this.#committed = committed
  }

  write<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.#waiting.push({ accountId, work, resolve: (result) => resolve(result as Result), reject })
    if (!this.#isAtWork) void this.#takeTurns()
    return promise
  }

  /** Writes that wait for a turn, besides those of the turn that is under way. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** For when no write waits any more. */
  close(): void {
    this.#connection.close()
  }

  async #takeTurns(): Promise<void> {
    this.#isAtWork = true
    while (this.#waiting.length > 0) {
      await nextPhase()
      const writes = this.#waiting.slice(0, largestTurn)
      this.#waiting = this.#waiting.slice(largestTurn)
      await new Turn(this.#connection, this.#sessions).run(writes, this.#committed)
    }
    this.#isAtWork = false
  }
}

/** After what the event loop has at hand, so that requests which arrived together are written together. */
const nextPhase = () => new Promise<void>((resolve) => setImmediate(resolve))
