import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** What health counts of orders: what is hindered, and when certificates are to be renewed by themselves. */
export const orderHealth = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(types)) await statement.execute(db)
  },
})

const statements = ({ integer }: ColumnTypes) => [
  sql`alter table issuance add column is_hindered ${integer} not null default 0`,
  sql`alter table hosted_certificate add column renews_at ${integer}`,
  sql`create index hosted_certificate_to_renew on hosted_certificate (renews_at) where renews_at is not null`,
]
