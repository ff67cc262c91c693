import { type Kysely, sql } from 'kysely'
import { type MigrationProvider, Migrator } from 'kysely/migration'
import type { Schema } from './schema.ts'

/** The database was written by a newer program, and this one would not understand it. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
  readonly unknownMigrations: readonly string[]

  constructor(unknownMigrations: readonly string[]) {
    super(`the database is newer than this program, which does not know: ${unknownMigrations.join(', ')}`)
    this.unknownMigrations = unknownMigrations
  }
}

/** Where a database stands, as a program sees it. */
export interface SchemaState {
  /** Of this program, not yet in the database. */
  readonly missing: readonly string[]
  readonly isEmpty: boolean
}

/**
 * Brings the schema up to date, each migration in a transaction, one program at a time. Where a newer program did so
 * already, this one goes on if all that it does not know allows that, and changes nothing. Throws `SchemaTooNewError`
 * otherwise. `beforeChange` runs before an existing database is changed.
 */
export async function migrateDatabase(
  db: Kysely<Schema>,
  provider: MigrationProvider,
  beforeChange: (firstMissing: string) => void = () => {},
): Promise<void> {
  const { missing, isEmpty } = await schemaState(db, provider)
  const [first] = missing
  if (first === undefined) return
  if (!isEmpty) beforeChange(first)
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) return
  // A newer program may have migrated since the look above.
  if ((await schemaState(db, provider)).missing.length > 0) throw error
}

/** Throws when the schema is not one that this program works on; changes nothing. */
export async function requireMigrated(db: Kysely<Schema>, provider: MigrationProvider): Promise<void> {
  const { missing } = await schemaState(db, provider)
  if (missing.length === 0) return
  throw new Error(
    `the database is older than this program, and lacks ${missing.join(', ')}: start the server once`,
  )
}

/** Throws `SchemaTooNewError`. */
async function schemaState(db: Kysely<Schema>, provider: MigrationProvider): Promise<SchemaState> {
  const { unknown, isRefused, pending: missing, isEmpty } = await migrationsApart(db, provider)
  if (isRefused) throw new SchemaTooNewError(unknown)
  return { missing, isEmpty }
}

/** Migrations that a newer program recorded, by name. */
export async function unknownMigrations(db: Kysely<Schema>, provider: MigrationProvider): Promise<string[]> {
  return (await migrationsApart(db, provider)).unknown
}

/** What the database and a program have ahead of each other. */
interface MigrationsApart {
  /** That a newer program recorded, by name. */
  readonly unknown: string[]
  /** This program may not go on beside what it does not know. */
  readonly isRefused: boolean
  /** Of this program, not yet in the database. */
  readonly pending: string[]
  /** Nothing was ever migrated. */
  readonly isEmpty: boolean
}

export async function migrationsApart(
  db: Kysely<Schema>,
  provider: MigrationProvider,
): Promise<MigrationsApart> {
  const known = await provider.getMigrations()
  const recorded = await recordedMigrations(db)
  const unknown = recorded.filter((name) => !Object.hasOwn(known, name))
  const pending = Object.keys(known).filter((name) => !recorded.includes(name))
  const requirements = unknown.length === 0 ? new Map<string, string>() : await readRequirements(db)
  const isAllowed = (name: string) => Object.hasOwn(known, requirements.get(name) ?? '')
  // what is missing here, while newer is there, will not come any more
  const isRefused = !unknown.every(isAllowed) || (unknown.length > 0 && pending.length > 0)
  return { unknown, isRefused, pending, isEmpty: recorded.length === 0 }
}

/** Names in their order; none where no program has migrated. */
export async function recordedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** By migration, the one that a program must know to go on beside it. */
async function readRequirements(db: Kysely<Schema>): Promise<Map<string, string>> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'migration_requirement')) return new Map()
  const rows = await db.selectFrom('migration_requirement').selectAll().execute()
  return new Map(rows.map(({ migration, runs_with: runsWith }) => [migration, runsWith]))
}
