import { type Kysely, sql } from 'kysely'
import { type MigrationProvider, Migrator } from 'kysely/migration'
import type { Schema } from './schema.ts'

/** The database was written by a newer program; this one would not understand it. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
  readonly unknownMigrations: readonly string[]

  constructor(unknownMigrations: readonly string[]) {
    super(`the database is newer than this program, which does not know: ${unknownMigrations.join(', ')}`)
    this.unknownMigrations = unknownMigrations
  }
}

/**
 * Brings the schema up to date, each migration in a transaction, one program at a time. Throws `SchemaTooNewError`,
 * and changes nothing, when a migration is recorded that this program lacks.
 */
export async function migrateDatabase(db: Kysely<Schema>, provider: MigrationProvider): Promise<void> {
  await refuseNewer(db, provider)
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) return
  // A newer program may have migrated since the check above.
  await refuseNewer(db, provider)
  throw error
}

async function refuseNewer(db: Kysely<Schema>, provider: MigrationProvider): Promise<void> {
  const unknown = await unknownMigrations(db, provider)
  if (unknown.length > 0) throw new SchemaTooNewError(unknown)
}

/** Migrations that a newer program recorded, by name. */
export async function unknownMigrations(db: Kysely<Schema>, provider: MigrationProvider): Promise<string[]> {
  return (await migrationsApart(db, provider)).unknown
}

/** What the database and this program have ahead of each other, by name; `isEmpty`: nothing was ever migrated. */
export async function migrationsApart(db: Kysely<Schema>, provider: MigrationProvider) {
  const known = Object.keys(await provider.getMigrations())
  const recorded = await recordedMigrations(db)
  return {
    unknown: recorded.filter((name) => !known.includes(name)),
    pending: known.filter((name) => !recorded.includes(name)),
    isEmpty: recorded.length === 0,
  }
}

async function recordedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
