import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Keys of the installation that are replaced while it runs (ADR 17), and which programs a schema suits (ADR 18). */
export const keysAndUpgrade = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(types)) await statement.execute(db)
  },
})

const statements = ({ text, integer, octets, table }: ColumnTypes) => [
  // under the master key that is to come; null while none is
  sql`alter table data_key add column next_wrapped ${octets}`,

  sql`create table audit_key_succession (
    key_id ${text} primary key references audit_key,
    former_key_id ${text} not null unique references audit_key,
    after_block ${integer} not null,
    signature ${octets} not null
  ) ${table}`,

  // what a program must know at least to run on a migration that it does not know
  sql`create table migration_requirement (
    migration ${text} primary key,
    runs_with ${text} not null
  ) ${table}`,
]
