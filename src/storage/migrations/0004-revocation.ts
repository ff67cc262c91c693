import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Where revocation lists are published, how far they are, and who answers for a CA on OCSP. */
export const revocation = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [...authorityColumns(types), ...tables(types)]) await statement.execute(db)
  },
})

const authorityColumns = ({ text, integer }: ColumnTypes) => [
  sql`alter table authority add column list_bucket ${text}`,
  sql`alter table authority add column list_name ${text}`,
  sql`alter table authority add column list_valid_days ${integer}`,
  sql`alter table authority add column answers_status ${integer} not null default 0`,
]

const tables = ({ text, integer, octets, table, clusteredTable }: ColumnTypes) => [
  sql`create table agency (
    account_id ${text} primary key check (account_id <> ''),
    id ${text} not null,
    created_at ${integer} not null
  ) ${table}`,

  // Over all accounts, because a list's address names no account.
  sql`create table revocation_list_location (
    bucket ${text} not null,
    name ${text} not null,
    account_id ${text} not null check (account_id <> ''),
    authority_id ${text} not null,
    named_until ${integer} not null,
    primary key (bucket, name)
  ) ${clusteredTable}`,
  sql`create index revocation_list_location_by_authority on revocation_list_location (authority_id)`,

  sql`create table revocation_list (
    authority_id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    number ${integer} not null,
    this_update ${integer} not null,
    next_update ${integer} not null,
    entries ${integer} not null,
    took_ms ${integer} not null,
    published_at ${integer},
    pending_since ${integer},
    unseen_since ${integer},
    seen_at ${integer},
    seen_this_update ${integer},
    failure ${text}
  ) ${table}`,

  sql`create table status_responder (
    authority_id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    certificate_der ${octets} not null,
    not_before ${integer} not null,
    not_after ${integer} not null,
    answers_until ${integer}
  ) ${table}`,
]
