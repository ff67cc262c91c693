import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Groups, roles and what was granted; enterprise projects, agencies, temporary access keys. */
export const identity = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of [...addedColumns(types), ...tables(types)]) await statement.execute(db)
  },
})

const addedColumns = ({ text, integer }: ColumnTypes) => [
  // an agency is a user that no password fits, so that tokens, keys and epochs are the same for both
  sql`alter table account_user add column kind ${text} not null default 'user'`,
  sql`alter table account_user add column description ${text} not null default ''`,
  sql`alter table account_user add column email ${text}`,
  sql`alter table account_user add column phone ${text}`,
  sql`alter table project add column description ${text} not null default ''`,
  sql`alter table access_key add column description ${text} not null default ''`,
  sql`alter table access_key add column expires_at ${integer}`,
  sql`alter table access_key add column epoch ${integer}`,
  sql`alter table access_key add column security_token_hash ${text}`,
  sql`alter table access_key add column session_policy ${text}`,
  sql`alter table account_user add column access_mode ${text} not null default 'default'`,
  sql`alter table account_user add column is_password_initial ${integer} not null default 1`,
  // who acts as an agency, from another account
  sql`alter table token add column delegate_id ${text}`,
  sql`alter table token add column delegate_epoch ${integer}`,
  sql`alter table access_key add column delegate_id ${text}`,
  sql`alter table access_key add column delegate_epoch ${integer}`,
  sql`create index access_key_by_end on access_key (expires_at) where expires_at is not null`,
  sql`create index token_by_user on token (user_id)`,
  // not of the default project, in which most certificates are: it must not make issuing dearer
  sql`create index certificate_by_enterprise_project on certificate (account_id, enterprise_project_id)
    where enterprise_project_id <> '0'`,
]

const tables = ({ text, integer, table, clusteredTable }: ColumnTypes) => [
  sql`create table user_group (
    id ${text} primary key,
    account_id ${text} not null references account,
    name ${text} not null,
    description ${text} not null,
    created_at ${integer} not null,
    unique (account_id, name)
  ) ${table}`,

  sql`create table group_member (
    group_id ${text} not null references user_group,
    user_id ${text} not null references account_user,
    primary key (group_id, user_id)
  ) ${clusteredTable}`,
  sql`create index group_member_by_user on group_member (user_id, group_id)`,

  sql`create table role (
    id ${text} primary key,
    account_id ${text} not null references account,
    name ${text} not null,
    display_name ${text} not null,
    description ${text} not null,
    type ${text} not null,
    policy ${text} not null,
    created_at ${integer} not null,
    updated_at ${integer} not null,
    unique (account_id, display_name)
  ) ${table}`,

  sql`create table role_grant (
    account_id ${text} not null check (account_id <> ''),
    subject_kind ${text} not null,
    subject_id ${text} not null,
    scope_kind ${text} not null,
    scope_id ${text} not null,
    role_id ${text} not null,
    created_at ${integer} not null,
    primary key (account_id, subject_kind, subject_id, scope_kind, scope_id, role_id)
  ) ${clusteredTable}`,

  sql`create table enterprise_project (
    id ${text} primary key,
    account_id ${text} not null references account,
    name ${text} not null,
    description ${text} not null,
    type ${text} not null,
    is_enabled ${integer} not null,
    created_at ${integer} not null,
    updated_at ${integer} not null,
    unique (account_id, name)
  ) ${table}`,

  sql`create table delegation (
    user_id ${text} primary key references account_user,
    account_id ${text} not null references account,
    name ${text} not null,
    description ${text} not null,
    trusted_account_id ${text} not null,
    trusted_account_name ${text} not null,
    expires_at ${integer},
    created_at ${integer} not null,
    unique (account_id, name)
  ) ${table}`,
]
