import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'

export interface StatementResult {
  readonly rows: readonly unknown[]
  /** How many rows a statement that returns none has changed. */
  readonly changes: number
}

interface CachedStatement {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

/** Far above the number of statements that the stores are made of. */
const largestCache = 500

/** One connection of node:sqlite as Kysely knows connections. Statements run at once, on the calling thread. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, CachedStatement>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** False also after SQLite gave a transaction up by itself, as it does when the disk is full. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction
  }

  run(sql: string, parameters: readonly unknown[] = []): StatementResult {
    const { statement, returnsRows } = this.#prepare(sql)
    const values = parameters as readonly SQLInputValue[]
    if (returnsRows) return { rows: statement.all(...values), changes: 0 }
    return { rows: [], changes: Number(statement.run(...values).changes) }
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return Promise.try(() => {
      const { rows, changes } = this.run(sql, parameters)
      return { rows: rows as Row[], numAffectedRows: BigInt(changes) }
    })
  }

  streamQuery(): never {
    throw new Error('SQLite does not stream here')
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepare(sql: string): CachedStatement {
    const cached = this.#statements.get(sql)
    if (cached) return cached
    const statement = this.#database.prepare(sql)
    const made = { statement, returnsRows: statement.columns().length > 0 }
    if (this.#statements.size >= largestCache) this.#statements.clear()
    this.#statements.set(sql, made)
    return made
  }
}
