import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Until when the list is valid that was last seen: the one that was last begun may never have been published. */
export const seenNextUpdate = ({ integer }: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    await sql`alter table revocation_list add column seen_next_update ${integer}`.execute(db)
  },
})
