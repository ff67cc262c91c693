import type { ExpressionBuilder, OnConflictDatabase, OnConflictTables } from 'kysely'
import {
  nothingPublished,
  type RevocationListLocation,
  type RevocationListProgress,
  type RevocationListSettings,
} from '../domain/model/revocation-list.ts'
import type { RevocationListStore } from '../domain/ports/revocation-list-store.ts'
import type { RevocationListTable, Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

type Place = Pick<RevocationListSettings, 'bucket' | 'name'>

export class SqlRevocationListStore implements RevocationListStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async locations(authorityId: string): Promise<RevocationListLocation[]> {
    const { db, accountId } = this.#binding
    const rows = await db
      .selectFrom('revocation_list_location')
      .select(['bucket', 'name', 'named_until'])
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .orderBy('bucket')
      .orderBy('name')
      .execute()
    return rows.map(({ bucket, name, named_until: namedUntil }) => ({ bucket, name, namedUntil }))
  }

  async progress(authorityId: string): Promise<RevocationListProgress | undefined> {
    const { db, accountId, locksRows } = this.#binding
    const row = await db
      .selectFrom('revocation_list')
      .selectAll()
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .$if(locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && progressOf(row)
  }

  /** One statement, so that who claims and who names are told apart by the row's lock. */
  async claim(authorityId: string, { bucket, name }: Place, now: number): Promise<boolean> {
    const { db, accountId } = this.#binding
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('revocation_list_location')
      .values({ bucket, name, account_id: accountId, authority_id: authorityId, named_until: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['bucket', 'name'])
          .doUpdateSet((eb) => ({
            account_id: eb.ref('excluded.account_id'),
            authority_id: eb.ref('excluded.authority_id'),
            named_until: eb
              .case()
              .when('revocation_list_location.authority_id', '=', authorityId)
              .then(eb.ref('revocation_list_location.named_until'))
              .else(0)
              .end(),
          }))
          .where((eb) =>
            eb.or([
              eb('revocation_list_location.authority_id', '=', authorityId),
              eb.and([
                eb('revocation_list_location.named_until', '<=', now),
                eb.not(eb.exists(whoPublishesThere(eb))),
              ]),
            ]),
          ),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }

  async noteNamed(authorityId: string, { bucket, name }: Place, until: number): Promise<boolean> {
    const { db, accountId } = this.#binding
    const { numUpdatedRows } = await db
      .updateTable('revocation_list_location')
      .set((eb) => ({
        named_until: eb.case().when('named_until', '<', until).then(until).else(eb.ref('named_until')).end(),
      }))
      .where('bucket', '=', bucket)
      .where('name', '=', name)
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async release(authorityId: string, { bucket, name }: Place, now: number): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .deleteFrom('revocation_list_location')
      .where('bucket', '=', bucket)
      .where('name', '=', name)
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .where('named_until', '<=', now)
      .execute()
  }

  async notePending(authorityId: string, since: number): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('revocation_list')
      .values({
        authority_id: authorityId,
        account_id: accountId,
        ...columnsOf({ ...nothingPublished, pendingSince: since }),
      })
      .onConflict((conflict) =>
        conflict
          .column('authority_id')
          .doUpdateSet({ pending_since: since })
          .where('revocation_list.pending_since', 'is', null),
      )
      .execute()
  }

  async setProgress(authorityId: string, progress: RevocationListProgress): Promise<void> {
    const { db, accountId } = this.#binding
    const columns = columnsOf(progress)
    await db
      .insertInto('revocation_list')
      .values({ authority_id: authorityId, account_id: accountId, ...columns })
      .onConflict((conflict) => conflict.column('authority_id').doUpdateSet(columns))
      .execute()
  }
}

type Conflict = ExpressionBuilder<
  OnConflictDatabase<Schema, 'revocation_list_location'>,
  OnConflictTables<'revocation_list_location'>
>

/** The CA that has the location, while it is there and has not left it. */
const whoPublishesThere = (eb: Conflict) =>
  eb
    .selectFrom('authority')
    .select('authority.id')
    .whereRef('authority.id', '=', 'revocation_list_location.authority_id')
    .whereRef('authority.list_bucket', '=', 'revocation_list_location.bucket')
    .whereRef('authority.list_name', '=', 'revocation_list_location.name')
    .where('authority.state', '!=', 'DESTROYED')

export const progressOf = (
  row: Omit<RevocationListTable, 'authority_id' | 'account_id'>,
): RevocationListProgress => ({
  number: row.number,
  thisUpdate: row.this_update,
  nextUpdate: row.next_update,
  entries: row.entries,
  tookMs: row.took_ms,
  publishedAt: row.published_at,
  pendingSince: row.pending_since,
  unseenSince: row.unseen_since,
  seenAt: row.seen_at,
  seenThisUpdate: row.seen_this_update,
  seenNextUpdate: row.seen_next_update,
  failure: row.failure,
})

const columnsOf = (progress: RevocationListProgress) => ({
  number: progress.number,
  this_update: progress.thisUpdate,
  next_update: progress.nextUpdate,
  entries: progress.entries,
  took_ms: progress.tookMs,
  published_at: progress.publishedAt,
  pending_since: progress.pendingSince,
  unseen_since: progress.unseenSince,
  seen_at: progress.seenAt,
  seen_this_update: progress.seenThisUpdate,
  seen_next_update: progress.seenNextUpdate,
  failure: progress.failure,
})
