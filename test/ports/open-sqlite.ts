import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../../src/storage/open-database.ts'
import type { Opened } from './opened.ts'
import { now } from './sample-nouns.ts'

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'chancery-sqlite-'))

export async function openSqlite(): Promise<Opened> {
  const folder = await temporaryFolder()
  const file = join(folder, 'test.db')
  const clock = { time: now }
  const url = `sqlite:${file}`
  const database = await openDatabase({ url, clock: { now: () => clock.time } })
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

/** A migrated file that nobody has open, for tests of the parts below the doors. */
export async function migratedFile(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'test.db')
  const database = await openDatabase({ url: `sqlite:${file}`, clock: { now: () => now } })
  await database.migrate()
  await database.close()
  return { file, remove: () => rm(folder, { recursive: true }) }
}
