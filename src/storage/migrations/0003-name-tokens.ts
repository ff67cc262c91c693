import { sql } from 'kysely'

/**
 * PostgreSQL's index of parts of names: every three characters of a name, with the account, hashed to a token.
 * `hashtext` is what hash indexes store, so it stays as it is when a server is upgraded. See ADR 10.
 */
export const nameTokens = [
  sql`create function certificate_name_tokens(account text, name text) returns integer[]
    language sql immutable strict parallel safe as
    $$ select array_agg(hashtext(account || substr(name, place, 3)))
       from generate_series(1, length(name) - 2) as place $$`,
  // names come into it some hundreds at a time: fewer would slow each down, more the one that brings them in
  sql`create index certificate_by_name_part on certificate
    using gin (certificate_name_tokens(account_id, common_name_folded)) with (gin_pending_list_limit = 256)`,
]
