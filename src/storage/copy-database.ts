import { existsSync } from 'node:fs'
import type { Stored } from '../domain/ports/stored-contents.ts'
import { SqlContentsReader } from './contents-reader.ts'
import { migrationProvider } from './migrations/index.ts'
import { readStored } from './read-stored.ts'
import { sqliteFile } from './sqlite-file.ts'
import { SqlTrailReader } from './trail-reader.ts'

/** Which engine a database URL means. */
export const engineOf = (url: string) => (sqliteFile(url) === undefined ? 'postgres' : 'sqlite')

/**
 * Copies the database into a new file, as it is at one moment, while servers are at work on it or not; `tell` reads that
 * moment. SQLite: a database file. PostgreSQL: a dump by pg_dump. Throws an Error of one line that names no password.
 */
export async function copyDatabase<Result>(
  url: string,
  target: string,
  tell: (stored: Stored) => Promise<Result>,
): Promise<Result> {
  const file = sqliteFile(url)
  if (file === undefined) {
    const { dumpPostgres } = await import('./engines/postgres/dump.ts')
    return await dumpPostgres(url, target, (db) =>
      tell({ trail: new SqlTrailReader(db), contents: new SqlContentsReader(db) }),
    )
  }
  if (!existsSync(file)) throw new Error(`there is no database ${file}`)
  const { copySqliteFile } = await import('./engines/sqlite/copy-file.ts')
  try {
    await copySqliteFile(file, target)
  } catch (cause) {
    throw new Error(`the database ${file} can not be copied: ${(cause as Error).message}`, { cause })
  }
  return await readStored(`sqlite:${target}`, tell)
}

/** What is wrong with a copy as such, in clauses; what it holds is for who reads it. */
export async function checkCopy(engine: 'sqlite' | 'postgres', file: string): Promise<string[]> {
  if (engine === 'sqlite') return (await import('./engines/sqlite/check-file.ts')).checkSqliteFile(file)
  try {
    await (await import('./engines/postgres/dump.ts')).checkPostgresDump(file)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

/** Whether this program knows every migration of a copy; it brings older schemas up to date. */
export async function isKnownSchema(migrations: readonly string[]): Promise<boolean> {
  const known = await migrationProvider('sqlite').getMigrations()
  return migrations.every((name) => Object.hasOwn(known, name))
}

/** Loads a dump into an empty database in PostgreSQL, in one transaction. No server starts on it before `releaseDump`. */
export async function loadDump(url: string, file: string): Promise<void> {
  await (await import('./engines/postgres/dump.ts')).loadPostgresDump(url, file)
}

/** Says in a loaded database which migrations made it, so that it can be brought up to date and served. */
export async function releaseDump(url: string, migrations: readonly string[], at: number): Promise<void> {
  await (await import('./engines/postgres/dump.ts')).recordMigrations(url, migrations, at)
}

export async function isEmptyPostgres(url: string): Promise<boolean> {
  return await (await import('./engines/postgres/dump.ts')).isPostgresEmpty(url)
}

/** Takes away what a failed restore loaded into a database that was empty. */
export async function emptyPostgres(url: string): Promise<void> {
  await (await import('./engines/postgres/dump.ts')).dropEverything(url)
}
