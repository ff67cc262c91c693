import type { Stored } from '../domain/ports/stored-contents.ts'
import { SqlContentsReader } from './contents-reader.ts'
import type { Snapshots } from './snapshots.ts'
import { sqliteFile } from './sqlite-file.ts'
import { SqlTrailReader } from './trail-reader.ts'

/**
 * Reads a database as it is stored, at one moment, from outside of the server that may or may not be at work on it.
 * Changes nothing, not even beside the database.
 */
export async function readStored<Result>(
  url: string,
  work: (stored: Stored) => Promise<Result>,
): Promise<Result> {
  const snapshots = await openBeside(url)
  try {
    return await snapshots.read((db) =>
      work({ trail: new SqlTrailReader(db), contents: new SqlContentsReader(db) }),
    )
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
