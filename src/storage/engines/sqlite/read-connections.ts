import type { SqliteConnection } from './sqlite-connection.ts'

/** Reading connections on this thread. There are as many as reads at once, up to a bound; further ones wait. */
export class ReadConnections {
  readonly #open: () => SqliteConnection
  readonly #most: number
  readonly #idle: SqliteConnection[] = []
  readonly #waiting: ((connection: SqliteConnection) => void)[] = []
  #count = 0

  constructor(open: () => SqliteConnection, most: number) {
    this.#open = open
    this.#most = most
  }

  /** Runs the work in a transaction, so that all its statements see one snapshot. */
  async use<Result>(work: (connection: SqliteConnection) => Promise<Result>): Promise<Result> {
    const connection = await this.#acquire()
    try {
      connection.run('begin')
      return await work(connection)
    } finally {
      if (connection.isInTransaction) connection.run('rollback')
      this.#release(connection)
    }
  }

  /** For when no read is at work any more. */
  close(): void {
    for (const connection of this.#idle) connection.close()
  }

  async #acquire(): Promise<SqliteConnection> {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#count < this.#most) {
      const connection = this.#open()
      this.#count += 1
      return connection
    }
    return await new Promise((resolve) => this.#waiting.push(resolve))
  }

  #release(connection: SqliteConnection): void {
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#idle.push(connection)
  }
}
