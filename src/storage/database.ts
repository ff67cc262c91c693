import type { DatabaseVitals } from '../domain/model/health/observations.ts'
import type { ChangeFeed } from '../domain/ports/change-feed.ts'
import type { Database } from '../domain/ports/doors.ts'

/** The database with what opening and closing a program needs. */
export interface OpenDatabase extends Database {
  readonly changes: ChangeFeed
  /** Brings the schema up to date. Throws `SchemaTooNewError` when the database is newer than this program. */
  migrate(): Promise<void>
  /** Throws an Error of one line unless the schema is one that this program works on. Changes nothing. */
  requireMigrated(): Promise<void>
  /** Size, queue, schema and clock, for those who look after it. */
  vitals(): Promise<DatabaseVitals>
  /** Finishes what was begun or queued, refuses what comes later. */
  close(): Promise<void>
}
