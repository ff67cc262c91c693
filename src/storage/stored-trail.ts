import type { TrailReader } from '../domain/ports/trail-store.ts'
import type { Snapshots } from './snapshots.ts'
import { sqliteFile } from './sqlite-file.ts'
import { SqlTrailReader } from './trail-reader.ts'

/**
 * Reads the trail as it is stored, at one moment, from outside of the server that may or may not be at work on it.
 * Changes nothing, not even beside the database.
 */
export async function readStoredTrail<Result>(
  url: string,
  work: (trail: TrailReader) => Promise<Result>,
): Promise<Result> {
  const snapshots = await openBeside(url)
  try {
    return await snapshots.read((db) => work(new SqlTrailReader(db)))
  } finally {
    await snapshots.close()
  }
}

/** For a program that is not the server. */
export async function openBeside(url: string): Promise<Snapshots> {
  const file = sqliteFile(url)
  if (file === undefined) {
    const { PostgresSnapshots } = await import('./engines/postgres/postgres-snapshots.ts')
    return new PostgresSnapshots(url)
  }
  const { SqliteSnapshots } = await import('./engines/sqlite/sqlite-snapshots.ts')
  const { openBystander } = await import('./engines/sqlite/open-connection.ts')
  return new SqliteSnapshots(file, openBystander)
}
