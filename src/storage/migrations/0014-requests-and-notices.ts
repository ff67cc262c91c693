import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Requests that are kept for their owners; what is watched of hosted certificates, and who is told of it. */
export const requestsAndNotices = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [...requests(types), ...notices(types)]) await statement.execute(db)
  },
})

const requests = ({ text, integer, table }: ColumnTypes) => [
  sql`create table stored_request (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    name ${text} not null,
    name_folded ${text} not null,
    request_pem ${text} not null,
    domain_name ${text} not null,
    other_names ${text} not null,
    key_algorithm ${text} not null,
    public_key_hash ${text} not null,
    has_key ${integer} not null,
    usage ${text} not null,
    country ${text},
    state ${text},
    locality ${text},
    organization ${text},
    created_at ${integer} not null,
    updated_at ${integer} not null
  ) ${table}`,
  sql`create index stored_request_by_creation on stored_request (account_id, created_at, id)`,
  sql`create index stored_request_by_key on stored_request (account_id, public_key_hash)`,
]

/** A delivery outlives its certificate, so that what became of it can be looked up. */
const notices = ({ text, integer, octets, table }: ColumnTypes) => [
  sql`create table expiry_watch (
    certificate_id ${text} primary key references hosted_certificate on delete cascade,
    account_id ${text} not null check (account_id <> ''),
    types ${text} not null,
    planned_for ${integer},
    told_step ${integer},
    look_at ${integer}
  ) ${table}`,
  sql`create index expiry_watch_by_look on expiry_watch (look_at)`,
  sql`create table notice_delivery (
    id ${text} primary key,
    account_id ${text} not null check (account_id <> ''),
    channel ${text} not null,
    recipient ${text} not null,
    notice ${text} not null,
    state ${text} not null,
    attempts ${integer} not null,
    failure ${text},
    created_at ${integer} not null,
    finished_at ${integer}
  ) ${table}`,
  sql`create index notice_delivery_by_finish on notice_delivery (finished_at)`,
  sql`create table notice_webhook (
    account_id ${text} primary key check (account_id <> ''),
    url ${text} not null,
    secret_sealed ${octets} not null,
    updated_at ${integer} not null
  ) ${table}`,
]
