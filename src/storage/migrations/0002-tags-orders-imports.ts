import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Tags of CAs and certificates; the orders that CAs came from; the chains of CAs that were certified elsewhere. */
export const tagsOrdersImports = ({ text, octets, table, clusteredTable }: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    await sql`create table tag (
      account_id ${text} not null check (account_id <> ''),
      kind ${text} not null,
      resource_id ${text} not null,
      key ${text} not null,
      value ${text} not null,
      primary key (account_id, kind, resource_id, key)
    ) ${clusteredTable}`.execute(db)
    await sql`create index tag_by_value on tag (account_id, kind, key, value, resource_id)`.execute(db)
    await sql`create index authority_by_subject on authority (account_id, subject_name_der)`.execute(db)
    await sql`alter table authority add column order_id ${text}`.execute(db)
    await sql`create table outside_chain (
      authority_id ${text} primary key references authority,
      account_id ${text} not null check (account_id <> ''),
      chain_der ${octets} not null
    ) ${table}`.execute(db)
  },
})
