import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Tokens of users whom another identity service vouches for, and sign-ins whose token is yet to be fetched. */
export const externalIdentity = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of tables(types)) await statement.execute(db)
  },
})

const vouched = ({ text, integer }: ColumnTypes) => sql`
    account_id ${text} not null references account,
    source ${text} not null,
    subject ${text} not null,
    name ${text} not null,
    names ${text} not null,
    expires_at ${integer} not null`

const tables = (types: ColumnTypes) => [
  sql`create table external_token (
    token_hash ${types.text} primary key,
    project_id ${types.text} references project,
    methods ${types.text} not null,
    issued_at ${types.integer} not null,
    ${vouched(types)}
  ) ${types.table}`,
  sql`create index external_token_by_end on external_token (expires_at)`,

  // the state stays when the code is taken, so that nobody signs in with it again
  sql`create table external_sign_in (
    state_hash ${types.text} primary key,
    code_hash ${types.text} unique,
    code_expires_at ${types.integer} not null,
    forget_at ${types.integer} not null,
    ${vouched(types)}
  ) ${types.table}`,
  sql`create index external_sign_in_by_end on external_sign_in (forget_at)`,
]
