import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'

/**
 * A migration with what it asks of programs that do not know it (ADR 18): they may go on working on the database if they
 * know the migration `runsWith`. Without this none may. For what only adds: tables, columns with a default or null, and
 * indexes, none of which an older program has to fill or to keep right.
 */
export const runsWith = (name: string, least: string, migration: Migration): Migration => ({
  async up(db: Kysely<Schema>) {
    await migration.up(db)
    await db.insertInto('migration_requirement').values({ migration: name, runs_with: least }).execute()
  },
})
