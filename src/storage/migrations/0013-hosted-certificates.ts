import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../engine.ts'
import type { ColumnTypes } from './column-types.ts'

/** Certificates that are kept for their owners; what only exports need lies apart, as with private certificates. */
export const hostedCertificates = (engine: Engine['name'], types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [...tables(types), ...indexes(engine)]) await statement.execute(db)
  },
})

/** What stands in a certificate is null while there is none. */
const tables = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table hosted_certificate (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    enterprise_project_id ${text} not null,
    name ${text} not null,
    name_folded ${text} not null,
    state ${text} not null,
    domain ${text},
    other_domains ${text} not null,
    search_folded ${text} not null,
    fingerprint ${text},
    signature_algorithm ${text},
    has_key ${integer} not null,
    not_before ${integer},
    not_after ${integer},
    created_at ${integer} not null,
    updated_at ${integer} not null
  ) ${table}`,
  sql`create table hosted_certificate_content (
    id ${text} primary key references hosted_certificate,
    certificate_der ${octets} not null,
    chain_der ${octets} not null,
    encryption_certificate_der ${octets}
  ) ${table}`,
]

/**
 * What is filtered by stands in the index that is mostly walked, so that counting needs no row. SQLite's indexes have
 * what is absent first; PostgreSQL's have it where they are told.
 */
const indexes = (engine: Engine['name']) => [
  sql`create index hosted_certificate_by_update on hosted_certificate
    (account_id, updated_at, id, state, not_after, has_key, enterprise_project_id)`,
  sql`create index hosted_certificate_by_end on hosted_certificate
    (account_id, not_after ${engine === 'postgres' ? sql`nulls first` : sql``}, id, state)`,
  sql`create index hosted_certificate_by_creation on hosted_certificate (account_id, created_at, id)`,
  sql`create index hosted_certificate_by_fingerprint on hosted_certificate (account_id, fingerprint)`,
]
