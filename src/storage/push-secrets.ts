import type { Kysely } from 'kysely'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { StoredKey } from '../domain/ports/stored-contents.ts'
import type { Schema } from './schema.ts'

/** Secrets of pushes over all accounts, for who checks that they open. */
export async function listPushSnapshots(db: Kysely<Schema>, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('push')
    .select(['id', 'account_id', 'snapshot_sealed'])
    .where('snapshot_sealed', 'is not', null)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .$narrowType<{ snapshot_sealed: Uint8Array }>()
    .execute()
  return rows.map(({ id, account_id, snapshot_sealed: sealed }) => ({
    owner: `push ${id}`,
    secret: { record: sealedRecords.pushSnapshot(account_id, id), sealed },
    publicHalf: null,
  }))
}

/** What was pushed is there without it once its certificate is deleted. */
export async function listDeployedContents(db: Kysely<Schema>, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('deployment')
    .select(['account_id', 'certificate_id', 'place', 'content_sealed'])
    .where('content_sealed', 'is not', null)
    .orderBy('pushed_at', 'desc')
    .limit(limit)
    .$narrowType<{ content_sealed: Uint8Array }>()
    .execute()
  return rows.map(({ account_id, certificate_id, place, content_sealed: sealed }) => ({
    owner: `hosted certificate ${certificate_id} at ${place}`,
    secret: { record: sealedRecords.deployedContent(account_id, certificate_id, place), sealed },
    publicHalf: null,
  }))
}
