import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** What was revoked and is not in the journals in the buckets yet, and how far those are (ADR 15). */
export const revocationJournal = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of tables(types)) await statement.execute(db)
  },
})

const tables = ({ text, integer, octets, sequence, table }: ColumnTypes) => [
  // reason null: a hold was released
  sql`create table journal_record (
    sequence ${sequence},
    account_id ${text} not null check (account_id <> ''),
    authority_id ${text} not null,
    serial_number ${octets} not null,
    not_after ${integer} not null,
    at ${integer} not null,
    reason ${text},
    queued_at ${integer} not null
  ) ${table}`,
  sql`create index journal_record_by_authority on journal_record (authority_id, sequence)`,

  sql`create table journal (
    authority_id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    bucket ${text},
    segment ${integer} not null,
    records ${integer} not null,
    awaited_since ${integer},
    failure ${text}
  ) ${table}`,
  sql`create index journal_awaited on journal (authority_id) where awaited_since is not null`,
]
