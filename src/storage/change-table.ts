import type { ChangeTopic } from '../domain/ports/change-feed.ts'
import type { Change, ChangedVersion } from './change-log.ts'
import { prepare } from './prepared.ts'
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

interface VersionKey {
  readonly accountId: string
  readonly topic: ChangeTopic
}

const versionQuery = (
  db: StoreBinding['db'],
  place: <Name extends keyof VersionKey>(name: Name) => VersionKey[Name],
) =>
  db
    .selectFrom('change')
    .select('version')
    .where('account_id', '=', place('accountId'))
    .where('topic', '=', place('topic'))

const selectVersion = prepare<VersionKey, { version: number }>(versionQuery)
const lockVersion = prepare<VersionKey, { version: number }>((db, place) =>
  versionQuery(db, place).forShare(),
)

/** 0 for what never changed. `isLocked` keeps it from changing before the transaction ends. */
export async function readVersion(
  db: StoreBinding['db'],
  accountId: string,
  topic: ChangeTopic,
  isLocked = false,
): Promise<number> {
  const { rows } = await (isLocked ? lockVersion : selectVersion)({ db }, { accountId, topic })
  return rows[0]?.version ?? 0
}
