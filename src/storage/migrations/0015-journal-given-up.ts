import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** An operator's word that what is lost of a journal is lost (ADR 23); null: there is none. */
export const journalGivenUp = ({ integer }: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    await sql`alter table journal add column given_up_at ${integer}`.execute(db)
  },
})
