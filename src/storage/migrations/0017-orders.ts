import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Certificates that were ordered: what came of the order, what is on its way, who applied, what they showed. */
export const orders = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(types)) await statement.execute(db)
  },
})

const statements = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`alter table hosted_certificate add column ordered ${text}`,
  sql`alter table hosted_certificate add column description ${text}`,
  sql`create table issuance (
    certificate_id ${text} primary key references hosted_certificate on delete cascade,
    account_id ${text} not null check (account_id <> ''),
    id ${text} not null unique,
    step ${text} not null,
    started_at ${integer} not null,
    content ${text} not null,
    request_der ${octets}
  ) ${table}`,
  sql`create index issuance_by_step on issuance (step, started_at, certificate_id)`,
  sql`create table certificate_application (
    certificate_id ${text} primary key references hosted_certificate on delete cascade,
    account_id ${text} not null check (account_id <> ''),
    content ${text} not null
  ) ${table}`,
  sql`create table application_document (
    id ${text} primary key,
    certificate_id ${text} not null references hosted_certificate on delete cascade,
    account_id ${text} not null check (account_id <> ''),
    kind ${text} not null,
    media_type ${text} not null,
    size_octets ${integer} not null,
    added_at ${integer} not null,
    sealed ${octets} not null
  ) ${table}`,
  sql`create index application_document_by_certificate on application_document (certificate_id, added_at, id)`,
]
