import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Migrations, migrationProvider } from '../../src/storage/migrations/index.ts'
import { runsWith } from '../../src/storage/migrations/runs-with.ts'

/** The migrations of a later release: ours, and those behind them. */
export const withLater =
  (later: Readonly<Record<string, Migration>>): Migrations =>
  (engine) => ({
    getMigrations: async () => ({ ...(await migrationProvider(engine).getMigrations()), ...later }),
  })

/** The last of this release's own. */
export async function lastMigration(): Promise<string> {
  return Object.keys(await migrationProvider('sqlite').getMigrations()).at(-1) ?? ''
}

/** Adds a table, and lets the program go on that knows the migration `least`. */
export const additive = (name: string, least: string): Migration => runsWith(name, least, breaking(name))

/** The same, and says nothing of older programs. */
export const breaking = (name: string): Migration => ({
  up: async (db) => {
    await sql`create table ${sql.ref(`later_${name.slice(0, 4)}`)} (id bigint primary key)`.execute(db)
  },
})
