import { sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/**
 * SQLite: makes the table anew with a number that no VACUUM changes, for the index of names to point to. The
 * connection that migrates does not check references, so a table may be away for a moment.
 */
export const numberedCertificates = ({ text, integer, octets, sequence, table }: ColumnTypes) => [
  sql`create table certificate_numbered (
    number ${sequence},
    id ${text} not null unique,
    account_id ${text} not null check (account_id <> ''),
    issuer_id ${text} not null,
    issuer_name ${text} not null,
    issuer_name_folded ${text} not null,
    serial_number ${octets} not null,
    key_algorithm ${text} not null,
    signature_hash ${text} not null,
    generation_mode ${text} not null,
    country ${text},
    state_name ${text},
    locality ${text},
    organization ${text},
    organizational_unit ${text},
    common_name ${text} not null,
    common_name_folded ${text} not null,
    not_before ${integer} not null,
    not_after ${integer} not null,
    revoked_at ${integer},
    revocation_reason ${text},
    created_at ${integer} not null,
    enterprise_project_id ${text} not null
  ) ${table}`,
  sql`insert into certificate_numbered (${columns}) select ${columns} from certificate order by id`,
  sql`drop table certificate`,
  sql`alter table certificate_numbered rename to certificate`,

  // it referred to the primary key, which was the id
  sql`create table certificate_der_anew (
    id ${text} primary key references certificate (id),
    der ${octets} not null
  ) ${table}`,
  sql`insert into certificate_der_anew (id, der) select id, der from certificate_der order by id`,
  sql`drop table certificate_der`,
  sql`alter table certificate_der_anew rename to certificate_der`,
]

const columns =
  sql.raw(`id, account_id, issuer_id, issuer_name, issuer_name_folded, serial_number, key_algorithm,
  signature_hash, generation_mode, country, state_name, locality, organization, organizational_unit, common_name,
  common_name_folded, not_before, not_after, revoked_at, revocation_reason, created_at, enterprise_project_id`)

/** Capitals, which no folded name holds, so that the account's token is never taken for a part of a name. */
const accountToken = (account: string) => sql.raw(`upper(substr('000' || ${account}, -3))`)

/**
 * SQLite's index of parts of names: which certificates hold these three characters. Names come into it 500 at a time,
 * because one at a time costs a hundred times as much; searches look through the few after `indexed_to` themselves.
 * Merging goes a little further with each batch instead of much with some.
 */
export const nameTrigrams = [
  sql`create virtual table certificate_name using fts5(
    account, name, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1')`,
  sql`insert into certificate_name (certificate_name, rank) values ('automerge', 0)`,
  sql`insert into certificate_name (rowid, account, name)
    select number, ${accountToken('account_id')}, common_name_folded from certificate order by number`,
  sql`create table certificate_name_progress (indexed_to integer not null) strict`,
  sql`insert into certificate_name_progress select coalesce(max(number), 0) from certificate`,
  sql`create trigger certificate_name_gathered after insert on certificate
    when new.number >= (select indexed_to + 500 from certificate_name_progress)
    begin
      insert into certificate_name (rowid, account, name)
        select number, ${accountToken('account_id')}, common_name_folded from certificate
        where number > (select indexed_to from certificate_name_progress) and number <= new.number
        order by number;
      update certificate_name_progress set indexed_to = new.number;
      insert into certificate_name (certificate_name, rank) values ('merge', 48);
    end`,
  sql`create trigger certificate_name_removed after delete on certificate
    when old.number <= (select indexed_to from certificate_name_progress)
    begin
      insert into certificate_name (certificate_name, rowid, account, name)
        values ('delete', old.number, ${accountToken('old.account_id')}, old.common_name_folded);
    end`,
]
