import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { NodeSqliteDialect } from '../../src/storage/engines/sqlite/node-sqlite-dialect.ts'
import { openMigrator } from '../../src/storage/engines/sqlite/open-connection.ts'
import { openDatabase } from '../../src/storage/open-database.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { layMigratedDatabase } from './migrated-sqlite.ts'
import type { Opened, OpenOptions } from './opened.ts'
import { now } from './sample-nouns.ts'

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'chancery-sqlite-'))

export async function openSqlite({ prepare, ...options }: OpenOptions = {}): Promise<Opened> {
  const folder = await temporaryFolder()
  const file = join(folder, 'test.db')
  const clock = { time: now }
  const url = `sqlite:${file}`
  if (prepare) await beforeMigration(file, prepare)
  else await layMigratedDatabase(file)
  const database = await openDatabase({ url, clock: { now: () => clock.time }, ...options })
  await database.migrate()
  const observer = new DatabaseSync(file)
  return {
    database,
    url,
    clock,
    query: async (sql) =>
      observer
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
    close: async () => {
      await database.close()
      observer.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function beforeMigration(file: string, prepare: NonNullable<OpenOptions['prepare']>): Promise<void> {
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(() => openMigrator(file)) })
  await prepare(db, 'sqlite')
  await db.destroy()
}

/** A migrated file that nobody has open, for tests of the parts below the doors. */
export async function migratedFile(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'test.db')
  await layMigratedDatabase(file)
  return { file, remove: () => rm(folder, { recursive: true }) }
}
