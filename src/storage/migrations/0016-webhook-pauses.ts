import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** How long an address that failed is spared (ADR 24). */
export const webhookPauses = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements(types)) await statement.execute(db)
  },
})

const statements = ({ integer }: ColumnTypes) => [
  sql`alter table notice_webhook add column failures ${integer} not null default 0`,
  sql`alter table notice_webhook add column paused_until ${integer} not null default 0`,
  sql`create index notice_delivery_waiting on notice_delivery (account_id, channel, created_at, id)
    where state = 'waiting'`,
  // whole URLs stood here, with whatever secrets they have
  sql`update notice_delivery set recipient = '' where channel = 'webhook'`,
  // those for webhooks have another kind, one job for each account
  sql`insert into job (kind, subject, run_after, attempts)
    select distinct 'post-notices', account_id, 0, 0 from notice_delivery
    where channel = 'webhook' and state = 'waiting'`,
  sql`delete from job where kind = 'send-notice' and subject in
    (select account_id || '/' || id from notice_delivery where channel = 'webhook')`,
  sql`update job set kind = 'mail-notice' where kind = 'send-notice'`,
]
