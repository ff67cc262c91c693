import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../domain/ports/clock.ts'
import type { OpenDatabase } from './database.ts'
import { type FolderLock, lockFolders } from './engines/sqlite/folder-lock.ts'
import { SqliteDatabase } from './engines/sqlite/sqlite-database.ts'
import { type Migrations, migrationProvider } from './migrations/index.ts'
import { sqliteFile } from './sqlite-file.ts'

export interface DatabaseOptions {
  /** `sqlite:` and an absolute path, taken as it stands; or `postgres://…`. */
  readonly url: string
  /** A folder that this process needs for itself, whatever the engine; must exist. */
  readonly dataFolder?: string
  readonly clock: Pick<Clock, 'now'>
  /** What the schema is made by; the program's own unless told. */
  readonly migrations?: Migrations
  /** PostgreSQL: connections in the pool. SQLite: reads at once on the main thread. 8 unless told. */
  readonly connections?: number
  /** SQLite: threads for searches, started when needed. 1 unless told. */
  readonly searchThreads?: number
  /** How many certificates a list fetches and sorts; where more match, it walks an index. 30,000 unless told (ADR 10). */
  readonly mostSorted?: number
}

const defaults = { migrations: migrationProvider, connections: 8, searchThreads: 1, mostSorted: 30_000 }

/**
 * Opens the database that a URL names; `migrate` comes next. A SQLite file's folder is locked with it, since nobody
 * else may write there: throws `FolderInUseError` when another process holds it, or the data folder.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const file = sqliteFile(options.url)
  const folders = [options.dataFolder, file && dirname(file)].filter((folder) => folder !== undefined)
  const lock = lockFolders(folders)
  try {
    return file === undefined ? await openPostgres(options, lock) : openSqlite(file, options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The same for a short act beside the server, which holds the folders: both write, and wait for each other. Throws an
 * Error where there is no SQLite file yet.
 */
export async function openBeside(options: Omit<DatabaseOptions, 'dataFolder'>): Promise<OpenDatabase> {
  const file = sqliteFile(options.url)
  if (file === undefined) return await openPostgres({ connections: 2, ...options }, heldByTheServer)
  if (!existsSync(file)) throw new Error(`there is no database ${file}: start the server once`)
  return openSqlite(file, options, heldByTheServer)
}

const heldByTheServer: FolderLock = { release: () => {} }

function openSqlite(file: string, options: DatabaseOptions, lock: FolderLock): OpenDatabase {
  const { clock, migrations, connections, searchThreads, mostSorted } = { ...defaults, ...options }
  return new SqliteDatabase(file, {
    clock,
    migrations: migrations('sqlite'),
    readConnections: connections,
    searchThreads,
    mostSorted,
    lock,
  })
}

/** Its package is loaded only where it is used. */
async function openPostgres(options: DatabaseOptions, lock: FolderLock): Promise<OpenDatabase> {
  const { url, clock, migrations, connections, mostSorted } = { ...defaults, ...options }
  const { PostgresDatabase } = await import('./engines/postgres/postgres-database.ts')
  return new PostgresDatabase(url, {
    clock,
    migrations: migrations('postgres'),
    connections,
    mostSorted,
    lock,
  })
}
