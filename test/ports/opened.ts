import type { Kysely } from 'kysely'
import type { OpenDatabase } from '../../src/storage/database.ts'
import type { Engine } from '../../src/storage/engine.ts'
import type { Schema } from '../../src/storage/schema.ts'

/** A migrated database of a suite's own. */
export interface Opened {
  readonly database: OpenDatabase
  readonly url: string
  /** What the suite's clock says; a test may move it. */
  readonly clock: { time: number }
  /** What another program sees, and may change, over a connection of its own. */
  query(sql: string): Promise<Record<string, unknown>[]>
  /** Another node on the same database; only where nodes may share one. */
  openAnother?(): Promise<OpenDatabase>
  close(): Promise<void>
}

export interface OpenOptions {
  /** See `DatabaseOptions`. */
  readonly mostSorted?: number
  /** Works on the empty database before it is migrated. */
  readonly prepare?: (db: Kysely<Schema>, engine: Engine['name']) => Promise<void>
}

export type Open = (options?: OpenOptions) => Promise<Opened>
