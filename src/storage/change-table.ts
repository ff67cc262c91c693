import type { ChangeTopic } from '../domain/ports/change-feed.ts'
import type { Change, ChangedVersion } from './change-log.ts'
import type { StoreBinding } from './session.ts'

/** Bumps each topic's version by one; says which versions they have now. One statement, none without changes. */
export async function bumpVersions(
  db: StoreBinding['db'],
  changes: readonly Change[],
): Promise<ChangedVersion[]> {
  if (changes.length === 0) return []
  const rows = await insertBumps(db, changes).execute()
  return rows.map(({ account_id, topic, version }) => ({ accountId: account_id, topic, version }))
}

/** The statement of `bumpVersions`, for use within another. */
export const insertBumps = (db: Pick<StoreBinding['db'], 'insertInto'>, changes: readonly Change[]) =>
  db
    .insertInto('change')
    .values(changes.map(({ accountId, topic }) => ({ account_id: accountId, topic, version: 1 })))
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'topic'])
        .doUpdateSet((eb) => ({ version: eb('change.version', '+', 1) })),
    )
    .returning(['account_id', 'topic', 'version'])

/** 0 for what never changed. */
export async function readVersion(
  db: StoreBinding['db'],
  accountId: string,
  topic: ChangeTopic,
): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select('version')
    .where('account_id', '=', accountId)
    .where('topic', '=', topic)
    .executeTakeFirst()
  return row?.version ?? 0
}
