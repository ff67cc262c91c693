import { type Kysely, sql } from 'kysely'
import type { Change, ChangedVersion, ChangeLog } from '../../change-log.ts'
import { insertBumps } from '../../change-table.ts'
import type { Schema } from '../../schema.ts'

/** The channel on which nodes tell each other of changes; a message is one `ChangedVersion` in JSON. */
export const changeChannel = 'chancery_change'

/** Bumps what is still to be bumped; every node hears of that and of the rest when the transaction commits. */
export async function bumpAndNotify(
  db: Kysely<Schema>,
  { pending, bumped }: ChangeLog,
): Promise<ChangedVersion[]> {
  for (const changed of bumped) {
    await sql`select pg_notify(${changeChannel}, ${JSON.stringify(changed)})`.execute(db)
  }
  return [...bumped, ...(await bumpPending(db, pending))]
}

/** One statement for both: every certificate that is issued waits for it. */
async function bumpPending(db: Kysely<Schema>, changes: readonly Change[]): Promise<ChangedVersion[]> {
  if (changes.length === 0) return []
  const message = sql`json_build_object('accountId', account_id, 'topic', topic, 'version', version)::text`
  const rows = await db
    .with('bumped', (cte) => insertBumps(cte, changes))
    .selectFrom('bumped')
    .select(['account_id', 'topic', 'version', sql`pg_notify(${changeChannel}, ${message})`.as('told')])
    .execute()
  return rows.map(({ account_id, topic, version }) => ({ accountId: account_id, topic, version }))
}
