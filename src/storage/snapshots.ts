import type { Kysely } from 'kysely'
import type { Engine } from './engine.ts'
import type { Schema } from './schema.ts'
import { sqliteFile } from './sqlite-file.ts'

/**
 * Reading for as long as it takes, over a connection of its own: for threads that the doors do not reach. All that
 * one `read` sees is one moment of the database, and no writer waits for it.
 */
export interface Snapshots {
  readonly engine: Engine['name']
  read<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Over the migrated database that a URL names; each engine is loaded only where it is used. */
export async function openSnapshots(url: string): Promise<Snapshots> {
  const file = sqliteFile(url)
  if (file === undefined) {
    const { PostgresSnapshots } = await import('./engines/postgres/postgres-snapshots.ts')
    return new PostgresSnapshots(url)
  }
  const { SqliteSnapshots } = await import('./engines/sqlite/sqlite-snapshots.ts')
  return new SqliteSnapshots(file)
}
