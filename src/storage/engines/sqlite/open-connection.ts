import { DatabaseSync } from 'node:sqlite'
import { SqliteConnection } from './sqlite-connection.ts'

/** How long another program's lock is waited for: a backup, a shell. We never make ourselves wait. */
const busyTimeoutMs = 5000

/**
 * The connection that writes. A commit is on the disk before it is told of (`synchronous = FULL`), and what is
 * deleted is overwritten. The page cache holds the inner pages of a million certificates' indexes.
 */
export function openWriter(file: string): SqliteConnection {
  return open(file, false, [
    'journal_mode = WAL',
    'synchronous = FULL',
    'journal_size_limit = 67108864',
    'foreign_keys = ON',
    'secure_delete = ON',
    'temp_store = MEMORY',
    'cache_size = -65536',
  ])
}

/** A connection that reads a snapshot and never waits for the writer. */
export function openReader(file: string): SqliteConnection {
  return open(file, true, ['query_only = ON', 'temp_store = MEMORY', 'cache_size = -16384'])
}

function open(file: string, readOnly: boolean, pragmas: readonly string[]): SqliteConnection {
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  return new SqliteConnection(database)
}
