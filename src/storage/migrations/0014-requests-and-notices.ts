import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Requests that are kept for their owners. */
export const requestsAndNotices = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of requests(types)) await statement.execute(db)
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
