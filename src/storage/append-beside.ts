import { type Dialect, Kysely, PostgresDialect } from 'kysely'
import type { AuditRecord } from '../domain/model/audit-record.ts'
import { auditRow } from './audit-row.ts'
import type { Schema } from './schema.ts'
import { sqliteFile } from './sqlite-file.ts'

/**
 * Adds a record to the trail from outside of the server that may or may not be at work on the database. No server keeps
 * in memory what the trail holds, so nobody has to be told. In SQLite it is one row in a transaction of its own,
 * a few ms that the server's writer waits for, as it does for any program's lock.
 */
export async function appendBeside(url: string, record: AuditRecord): Promise<void> {
  const db = new Kysely<Schema>({ dialect: await dialectOf(url) })
  try {
    await db.insertInto('audit_record').values(auditRow(record)).execute()
  } finally {
    await db.destroy()
  }
}

async function dialectOf(url: string): Promise<Dialect> {
  const file = sqliteFile(url)
  if (file === undefined) {
    const { openPool } = await import('./engines/postgres/pool.ts')
    return new PostgresDialect({ pool: openPool(url, 1) })
  }
  const { openWriter } = await import('./engines/sqlite/open-connection.ts')
  const { NodeSqliteDialect } = await import('./engines/sqlite/node-sqlite-dialect.ts')
  return new NodeSqliteDialect(() => openWriter(file))
}
