import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { NodeSqliteDialect } from '../src/storage/engines/sqlite/node-sqlite-dialect.ts'
import { openWriter } from '../src/storage/engines/sqlite/open-connection.ts'
import type { Schema } from '../src/storage/schema.ts'
import { startPostgres } from '../test/ports/embedded-postgres.ts'

/** An engine that the product runs on and that certificates are put into. */
export interface ListEngine {
  readonly name: string
  readonly url: string
  /** The product's. */
  readonly dataFolder: string
  /** Targets differ: p99 of lists with more than 10,000 hits, in ms. */
  readonly mostMs: number
  connect(): Kysely<Schema>
  /** What a database does by itself within minutes after so many rows came. */
  settle(db: Kysely<Schema>): Promise<void>
  close(): Promise<void>
}

const folder = () => mkdtempSync(join(tmpdir(), 'chancery-lists-'))

export async function sqliteEngine(): Promise<ListEngine> {
  const dataFolder = folder()
  const file = join(dataFolder, 'chancery.db')
  return {
    name: 'SQLite',
    url: `sqlite:${file}`,
    dataFolder,
    mostMs: 250,
    connect: () => new Kysely({ dialect: new NodeSqliteDialect(() => openWriter(file)) }),
    settle: async (db) => void (await sql`pragma wal_checkpoint(truncate)`.execute(db)),
    close: async () => rmSync(dataFolder, { recursive: true }),
  }
}

export async function postgresEngine(): Promise<ListEngine> {
  const dataFolder = folder()
  const server = await startPostgres()
  const url = await server.createDatabase()
  return {
    name: 'PostgreSQL',
    url,
    dataFolder,
    mostMs: 500,
    connect: () =>
      new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) }),
    settle: async (db) => void (await sql`vacuum analyze`.execute(db)),
    close: async () => {
      await server.stop()
      rmSync(dataFolder, { recursive: true })
    },
  }
}
