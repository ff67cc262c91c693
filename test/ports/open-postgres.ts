import pg from 'pg'
import { openDatabase } from '../../src/storage/open-database.ts'
import type { PostgresServer } from './embedded-postgres.ts'
import type { Open } from './opened.ts'
import { now } from './sample-nouns.ts'

export const openPostgresOn =
  (server: PostgresServer): Open =>
  async () => {
    const url = await server.createDatabase()
    const clock = { time: now }
    const openNode = () => openDatabase({ url, clock: { now: () => clock.time } })
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
