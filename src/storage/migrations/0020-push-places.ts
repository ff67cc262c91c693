import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../engine.ts'
import type { ColumnTypes } from './column-types.ts'

/**
 * Pushes over all certificates of an account, and which is the last to its place. The place is made from the content by the
 * engine itself, so that it is right of what was there before, and of what an older program adds meanwhile.
 */
export const pushPlaces = (engine: Engine['name'], types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(engine, types)) await statement.execute(db)
  },
})

const statements = (engine: Engine['name'], { text }: ColumnTypes) => [
  sql`alter table push add column place ${text} generated always as (${placeOf(engine)}) ${sql.raw(kept[engine])}`,
  sql`create index push_by_place on push (account_id, certificate_id, place, started_at, id)`,
  sql`create index push_by_start on push (account_id, started_at, id)`,
  sql`create index push_by_state on push (account_id, state, started_at, id)`,
]

/** SQLite adds no column that it would have to fill; PostgreSQL has no index over one that is not. */
const kept = { sqlite: 'virtual', postgres: 'stored' } as const

/**
 * JSON.stringify writes NUL and halves of surrogate pairs as escapes, which jsonb refuses. They are left out here; an
 * escaped backslash before the same letters is taken first, and stays.
 */
const readable = sql`regexp_replace(content, ${sql.lit(String.raw`(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})`)}, ${sql.lit('\\1')}, 'g')`

const fields = {
  sqlite: (path: readonly string[]) => sql`content ->> ${sql.lit(`$.${path.join('.')}`)}`,
  postgres: (path: readonly string[]) => sql`${readable}::jsonb #>> ${sql.lit(`{${path.join(',')}}`)}`,
} as const

/** `placeKey` of the domain. */
const placeOf = (engine: Engine['name']) =>
  sql.join(
    [['service'], ['project'], ['resource', 'id'], ['resource', 'hostType'], ['resource', 'domainName']].map(
      (path) => sql`coalesce(${fields[engine](path)}, '')`,
    ),
    sql` || '/' || `,
  )
