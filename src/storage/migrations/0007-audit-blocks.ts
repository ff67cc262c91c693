import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** The audit trail in signed blocks (ADR 11), and how far each sink has come. */
export const auditBlocks = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [...positions(types), ...tables(types)]) await statement.execute(db)
  },
})

/** An act that is recorded pays for the first index only; the sealer makes the entries of the others. */
const positions = ({ integer }: ColumnTypes) => [
  sql`alter table audit_record add column position ${integer}`,
  sql`create index audit_record_unsealed on audit_record (sequence) where position is null`,
  sql`create unique index audit_record_by_position on audit_record (position) where position is not null`,
  sql`create index audit_record_by_time on audit_record (account_id, at, sequence) where position is not null`,
  sql`create index audit_record_by_object on audit_record (account_id, object_id, at, sequence)
    where position is not null and object_id is not null`,
]

const tables = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table audit_block (
    number ${integer} primary key,
    first_position ${integer} not null,
    count ${integer} not null,
    previous_hash ${text} not null,
    records_hash ${text} not null,
    removed_through ${integer} not null,
    sealed_at ${integer} not null,
    key_id ${text} not null,
    signature ${octets} not null
  ) ${table}`,

  sql`create table audit_key (
    id ${text} primary key,
    public_key_der ${octets} not null,
    sealed ${octets} not null,
    created_at ${integer} not null
  ) ${table}`,

  sql`create table audit_sink (
    name ${text} primary key,
    position ${integer} not null
  ) ${table}`,
]
