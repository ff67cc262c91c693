import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../src/storage/open-database.ts'
import type { Schema } from '../../src/storage/schema.ts'
import type { PostgresServer } from './embedded-postgres.ts'
import type { Open, OpenOptions } from './opened.ts'
import { now } from './sample-nouns.ts'

export function openPostgresOn(server: PostgresServer): Open {
  let migrated: Promise<string> | undefined
  return async ({ prepare, ...options } = {}) => {
    // a suite's database is a copy of one that was migrated once, unless it needs what was before
    if (!prepare) migrated ??= migratedOn(server)
    const url = await server.createDatabase(prepare ? undefined : await migrated)
    const clock = { time: now }
    if (prepare) await beforeMigration(url, prepare)
    const openNode = () => openDatabase({ url, clock: { now: () => clock.time }, ...options })
    const database = await openNode()
    await database.migrate()
    const observer = new pg.Client({ connectionString: url })
    await observer.connect()
    return {
      database,
      url,
      clock,
      query: async (sql) => (await observer.query<Record<string, unknown>>(sql)).rows,
      openAnother: openNode,
      close: async () => {
        await database.close()
        await observer.end()
      },
    }
  }
}

async function migratedOn(server: PostgresServer): Promise<string> {
  const url = await server.createDatabase()
  const database = await openDatabase({ url, clock: { now: () => now } })
  await database.migrate()
  await database.close()
  return url
}

async function beforeMigration(url: string, prepare: NonNullable<OpenOptions['prepare']>): Promise<void> {
  const pool = new pg.Pool({ connectionString: url })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  await prepare(db, 'postgres')
  await db.destroy()
}
