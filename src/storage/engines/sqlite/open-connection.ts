import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { SqliteConnection } from './sqlite-connection.ts'

/** How long another program's lock is waited for: a backup, a shell. We never make ourselves wait. */
const busyTimeoutMs = 5000

/**
 * The connection that writes. A commit is on the disk before it is told of (`synchronous = FULL`), and what is
 * deleted is overwritten. The page cache holds the inner pages of a million certificates' indexes.
 */
export function openWriter(file: string): SqliteConnection {
  return open(file, false, [...writing, 'foreign_keys = ON'])
}

/** The connection that migrates: a table that others refer to can be made anew only while nothing checks that. */
export function openMigrator(file: string): SqliteConnection {
  return open(file, false, [...writing, 'foreign_keys = OFF'])
}

const writing = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'journal_size_limit = 67108864',
  'secure_delete = ON',
  'temp_store = MEMORY',
  'cache_size = -65536',
]

/** A connection that reads a snapshot and never waits for the writer. */
export function openReader(file: string): SqliteConnection {
  return open(file, true, [...reading, 'cache_size = -16384'])
}

/** The same for searches: ten thousand hits lie on as many pages, and the next page of a list needs them again. */
export function openSearcher(file: string): SqliteConnection {
  return open(file, true, [...reading, 'cache_size = -65536'])
}

/**
 * A connection for a program that is not the server, maybe of another user. Without a log beside it nobody is at work
 * on the file: then it is read as it lies, for SQLite would make files that the server may not be able to open.
 */
export function openBystander(file: string): SqliteConnection {
  if (existsSync(`${file}-wal`)) return openReader(file)
  const atRest = pathToFileURL(file)
  atRest.search = 'immutable=1'
  return open(atRest, true, reading)
}

/**
 * A connection that stays at one moment until it is closed. Not read-only: where nobody is at work on the file, a log
 * is made beside it, so that a server which starts meanwhile and this connection know of each other.
 */
export function openCopySource(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  for (const pragma of reading) database.exec(`PRAGMA ${pragma}`)
  database.exec('begin; select count(*) from sqlite_schema')
  return database
}

const reading = ['query_only = ON', 'temp_store = MEMORY']

function open(file: string | URL, readOnly: boolean, pragmas: readonly string[]): SqliteConnection {
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  return new SqliteConnection(database)
}
