import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Certificates on their way to where they are used, and what is where. Both outlive the certificate's record. */
export const pushes = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(types)) await statement.execute(db)
  },
})

const statements = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table push (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    certificate_id ${text} not null,
    state ${text} not null,
    content ${text} not null,
    holder ${text} not null,
    held_until ${integer} not null,
    started_at ${integer} not null,
    finished_at ${integer},
    snapshot_sealed ${octets}
  ) ${table}`,
  sql`create index push_by_certificate on push (account_id, certificate_id, started_at, id)`,
  sql`create index push_by_finish on push (finished_at)`,
  sql`create table deployment (
    account_id ${text} not null check (account_id <> ''),
    certificate_id ${text} not null,
    place ${text} not null,
    service ${text} not null,
    resource_id ${text} not null,
    content ${text} not null,
    pushed_at ${integer} not null,
    content_sealed ${octets},
    primary key (account_id, certificate_id, place)
  ) ${table}`,
  sql`create index deployment_by_resource on deployment (account_id, service, resource_id)`,
]
