import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/**
 * The first tables. A tenant's rows carry `account_id`, which is never empty: an empty one binds stores to nobody.
 * Names are never compared in SQL without case: a `…_folded` column holds them folded.
 */
export const foundation = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [
      ...directory(types),
      ...authorities(types),
      ...certificates(types),
      ...serials(types),
      ...machinery(types),
      ...installation(types),
    ]) {
      await statement.execute(db)
    }
  },
})

const directory = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table account (
    id ${text} primary key check (id <> ''),
    name ${text} not null unique,
    is_enabled ${integer} not null,
    authority_quota ${integer},
    certificate_quota ${integer},
    created_at ${integer} not null
  ) ${table}`,

  sql`create table account_user (
    id ${text} primary key,
    account_id ${text} not null references account,
    name ${text} not null,
    is_enabled ${integer} not null,
    is_administrator ${integer} not null,
    epoch ${integer} not null,
    password_hash ${text} not null,
    created_at ${integer} not null,
    unique (account_id, name)
  ) ${table}`,

  sql`create table project (
    id ${text} primary key,
    account_id ${text} not null references account,
    name ${text} not null,
    is_enabled ${integer} not null,
    created_at ${integer} not null,
    unique (account_id, name)
  ) ${table}`,

  sql`create table access_key (
    id ${text} primary key,
    user_id ${text} not null references account_user,
    is_enabled ${integer} not null,
    secret_sealed ${octets} not null,
    created_at ${integer} not null
  ) ${table}`,
  sql`create index access_key_by_user on access_key (user_id)`,

  sql`create table token (
    token_hash ${text} primary key,
    user_id ${text} not null references account_user,
    epoch ${integer} not null,
    project_id ${text} references project,
    methods ${text} not null,
    issued_at ${integer} not null,
    expires_at ${integer} not null
  ) ${table}`,
  sql`create index token_by_end on token (expires_at)`,
]

const subject = (text: ColumnTypes['text']) => sql`
    country ${text},
    state_name ${text},
    locality ${text},
    organization ${text},
    organizational_unit ${text},
    common_name ${text} not null,
    common_name_folded ${text} not null`

const authorities = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table authority (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    type ${text} not null,
    state ${text} not null,
    is_listed ${integer} not null,
    revoked_at ${integer},
    revocation_reason ${text},
    generation_mode ${text} not null,
    issuer_id ${text},
    issuer_name ${text},
    key_algorithm ${text} not null,
    signature_hash ${text},
    ${subject(text)},
    path_length ${integer} not null,
    public_key_der ${octets} not null,
    serial_number ${octets},
    not_before ${integer},
    not_after ${integer},
    certificate_der ${octets},
    subject_name_der ${octets},
    subject_key_identifier ${octets},
    created_at ${integer} not null,
    delete_at ${integer},
    enterprise_project_id ${text} not null
  ) ${table}`,
  sql`create index authority_by_creation on authority (account_id, created_at, id)`,
  sql`create index authority_by_key on authority (account_id, public_key_der)`,
]

const certificates = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table certificate (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    issuer_id ${text} not null,
    issuer_name ${text} not null,
    issuer_name_folded ${text} not null,
    serial_number ${octets} not null,
    key_algorithm ${text} not null,
    signature_hash ${text} not null,
    generation_mode ${text} not null,
    ${subject(text)},
    not_before ${integer} not null,
    not_after ${integer} not null,
    revoked_at ${integer},
    revocation_reason ${text},
    created_at ${integer} not null,
    enterprise_project_id ${text} not null
  ) ${table}`,
  // One index for each order of the list, each with what a status is read from, so that a walk along it needs no row.
  sql`create index certificate_by_creation on certificate
    (account_id, created_at, id, not_after, revoked_at)`,
  sql`create index certificate_by_common_name on certificate
    (account_id, common_name_folded, id, not_after, revoked_at)`,
  sql`create index certificate_by_issuer_name on certificate
    (account_id, issuer_name_folded, id, not_after, revoked_at)`,
  sql`create index certificate_by_end on certificate (account_id, not_after, id, revoked_at)`,

  sql`create table certificate_der (
    id ${text} primary key references certificate,
    der ${octets} not null
  ) ${table}`,
]

const serials = ({ text, integer, octets, table, clusteredTable }: ColumnTypes) => [
  sql`create table issued_serial (
    issuer_id ${text} not null,
    serial_number ${octets} not null,
    account_id ${text} not null check (account_id <> ''),
    not_after ${integer} not null,
    revoked_at ${integer},
    revocation_reason ${text},
    held_at ${integer},
    primary key (issuer_id, serial_number)
  ) ${clusteredTable}`,
  // All that a revocation list is made of, without a look at the table.
  sql`create index issued_serial_revoked on issued_serial
    (issuer_id, not_after, serial_number, revoked_at, revocation_reason) where revoked_at is not null`,

  sql`create table sealed_key (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    sealed ${octets} not null
  ) ${table}`,
]

const machinery = ({ text, integer, sequence, table, clusteredTable }: ColumnTypes) => [
  sql`create table quota_usage (
    account_id ${text} not null check (account_id <> ''),
    kind ${text} not null,
    used ${integer} not null,
    primary key (account_id, kind)
  ) ${clusteredTable}`,

  sql`create table change (
    account_id ${text} not null,
    topic ${text} not null,
    version ${integer} not null,
    primary key (account_id, topic)
  ) ${clusteredTable}`,

  sql`create table job (
    id ${sequence},
    kind ${text} not null,
    subject ${text} not null,
    run_after ${integer} not null,
    again_at ${integer},
    attempts ${integer} not null,
    owner ${text},
    owner_until ${integer},
    failure ${text},
    unique (kind, subject)
  ) ${table}`,
  sql`create index job_by_time on job (run_after, id)`,

  sql`create table audit_record (
    sequence ${sequence},
    at ${integer} not null,
    account_id ${text},
    user_id ${text},
    method ${text} not null,
    access_key_id ${text},
    source_address ${text} not null,
    request_id ${text} not null,
    operation ${text} not null,
    object_kind ${text},
    object_id ${text},
    result ${text} not null,
    before_digest ${text},
    after_digest ${text},
    count ${integer} not null
  ) ${table}`,
]

const installation = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table installation_value (
    name ${text} primary key,
    value ${octets} not null
  ) ${table}`,

  sql`create table data_key (
    id ${integer} primary key,
    wrapped ${octets} not null,
    created_at ${integer} not null
  ) ${table}`,
]
