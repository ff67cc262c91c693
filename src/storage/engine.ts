import type { CompiledQuery, Dialect, QueryResult } from 'kysely'

/** What a store must know of the engine that it stands on. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  readonly dialect: Dialect
  /**
   * Whether a row that was read in a write can be changed by another write before this one commits, unless it is
   * locked. SQLite's writer is alone.
   */
  readonly hasConcurrentWrites: boolean
  /** How many certificates a list fetches and sorts; where more match, it walks an index. */
  readonly mostSorted: number
}

/** Where statements go: a connection within its transaction, or a thread. */
export interface Connection {
  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>>
}
