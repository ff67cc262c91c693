import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  DummyDriver,
  Kysely,
  type QueryResult,
} from 'kysely'
import { CountLog } from './certificate-count.ts'
import { KeptTotals } from './certificate-list/kept-totals.ts'
import { ChangeLog } from './change-log.ts'
import type { Connection, Engine } from './engine.ts'
import type { Schema } from './schema.ts'
import { translated } from './violation.ts'

/** What a store is made of: where its statements go, whose rows it sees, and where it tells of changes. */
export interface StoreBinding {
  readonly db: Kysely<Schema>
  readonly accountId: string
  readonly changes: ChangeLog
  /** Certificates that the work added or took away, until `settleCounts`. */
  readonly counts: CountLog
  readonly engine: Engine['name']
  readonly listing: ListingMeans
  /** Whether rows read to be changed must be locked: in a write, on an engine with concurrent writes. */
  readonly locksRows: boolean
}

export interface ListingMeans {
  /** So many are fetched and then sorted; where more match, an index is walked. */
  readonly mostSorted: number
  /** Only in reads: what a write sees may never have been. */
  readonly keptTotals: KeptTotals | undefined
}

/** Makes bindings for one engine; the parts that do not depend on the unit of work are made once. */
export class Sessions {
  readonly #engine: Engine
  readonly #compiler
  readonly #adapter
  readonly #driver = new DummyDriver()
  readonly #keptTotals = new KeptTotals()

  constructor(engine: Engine) {
    this.#engine = engine
    this.#compiler = engine.dialect.createQueryCompiler()
    this.#adapter = engine.dialect.createAdapter()
  }

  /**
   * Runs one unit of work over a connection. Its statements are refused once it ended, and once one of them failed:
   * otherwise a statement that is still on its way would land in the transaction of the next one, and a failure
   * that `work` swallowed would be committed in part.
   */
  async run<Result>(
    connection: Connection,
    access: 'read' | 'write',
    accountId: string,
    work: (binding: StoreBinding) => Promise<Result>,
  ): Promise<Result> {
    const guard = new ConnectionGuard(connection)
    try {
      const result = await work(this.#binding(guard, access, accountId))
      guard.throwFailure()
      return result
    } finally {
      guard.end()
    }
  }

  #binding(provider: ConnectionProvider, access: 'read' | 'write', accountId: string): StoreBinding {
    const { name, hasConcurrentWrites, mostSorted } = this.#engine
    const isWrite = access === 'write'
    return {
      db: this.#over(provider),
      accountId,
      changes: new ChangeLog(),
      counts: new CountLog(),
      engine: name,
      listing: { mostSorted, keptTotals: isWrite ? undefined : this.#keptTotals },
      locksRows: isWrite && hasConcurrentWrites,
    }
  }

  #over(provider: ConnectionProvider): Kysely<Schema> {
    const { dialect } = this.#engine
    const executor = new DefaultQueryExecutor(this.#compiler, this.#adapter, provider)
    return new Kysely({ config: { dialect }, dialect, driver: this.#driver, executor })
  }
}

class ConnectionGuard implements ConnectionProvider, DatabaseConnection {
  readonly #connection: Connection
  #hasEnded = false
  #failure: { readonly error: unknown } | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  provideConnection<Result>(consumer: (connection: DatabaseConnection) => Promise<Result>): Promise<Result> {
    return consumer(this)
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#hasEnded) throw new Error('a store was used after its work had ended')
    this.throwFailure()
    try {
      return await this.#connection.executeQuery<Row>(query)
    } catch (cause) {
      const error = translated(cause)
      this.#failure ??= { error }
      throw error
    }
  }

  streamQuery(): never {
    throw new Error('stores do not stream')
  }

  throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }

  end(): void {
    this.#hasEnded = true
  }
}
