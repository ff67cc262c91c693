import { sql } from 'kysely'
import type { ExpiryWatch, NoticeDelivery, NoticeType, NoticeWebhook } from '../domain/model/expiry-notice.ts'
import { deployableStates } from '../domain/model/hosted-certificate.ts'
import type { DueWatch, NoticeStore, NoticeUpkeep } from '../domain/ports/notice-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlNoticeStore implements NoticeStore, NoticeUpkeep {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async findWatch(certificateId: string): Promise<ExpiryWatch | undefined> {
    const { db, accountId, locksRows } = this.#binding
    const row = await db
      .selectFrom('expiry_watch')
      .selectAll()
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', accountId)
      .$if(locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return (
      row && {
        certificateId: row.certificate_id,
        types: row.types === '' ? [] : (row.types.split(',') as NoticeType[]),
        plannedFor: row.planned_for,
        toldStep: row.told_step,
        lookAt: row.look_at,
      }
    )
  }

  async setWatch({ certificateId, types, plannedFor, toldStep, lookAt }: ExpiryWatch): Promise<void> {
    const { db, accountId } = this.#binding
    const columns = {
      types: types.join(','),
      planned_for: plannedFor,
      told_step: toldStep,
      look_at: lookAt,
    }
    await db
      .insertInto('expiry_watch')
      .values({ certificate_id: certificateId, account_id: accountId, ...columns })
      .onConflict((conflict) =>
        conflict
          .column('certificate_id')
          .doUpdateSet(columns)
          .where('expiry_watch.account_id', '=', accountId),
      )
      .execute()
  }

  async findDelivery(id: string): Promise<NoticeDelivery | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('notice_delivery')
      .selectAll()
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return (
      row && {
        id: row.id,
        channel: row.channel,
        recipient: row.recipient,
        notice: JSON.parse(row.notice) as NoticeDelivery['notice'],
        state: row.state,
        attempts: row.attempts,
        failure: row.failure,
        createdAt: row.created_at,
        finishedAt: row.finished_at,
      }
    )
  }

  async setDelivery(delivery: NoticeDelivery): Promise<void> {
    const { db, accountId } = this.#binding
    const columns = {
      channel: delivery.channel,
      recipient: delivery.recipient,
      notice: JSON.stringify(delivery.notice),
      state: delivery.state,
      attempts: delivery.attempts,
      failure: delivery.failure,
      created_at: delivery.createdAt,
      finished_at: delivery.finishedAt,
    }
    await db
      .insertInto('notice_delivery')
      .values({ id: delivery.id, account_id: accountId, ...columns })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(columns).where('notice_delivery.account_id', '=', accountId),
      )
      .execute()
  }

  async findWebhook(): Promise<NoticeWebhook | undefined> {
    const row = await this.#webhook().select(['url', 'updated_at']).executeTakeFirst()
    return row && { url: row.url, updatedAt: row.updated_at }
  }

  async findWebhookSecret(): Promise<Uint8Array | undefined> {
    return (await this.#webhook().select('secret_sealed').executeTakeFirst())?.secret_sealed
  }

  async setWebhook({ url, updatedAt }: NoticeWebhook, secretSealed: Uint8Array): Promise<void> {
    const { db, accountId } = this.#binding
    const columns = { url, secret_sealed: secretSealed, updated_at: updatedAt }
    await db
      .insertInto('notice_webhook')
      .values({ account_id: accountId, ...columns })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(columns))
      .execute()
  }

  async removeWebhook(): Promise<void> {
    const { db, accountId } = this.#binding
    await db.deleteFrom('notice_webhook').where('account_id', '=', accountId).execute()
  }

  /** States in which a certificate serves; what is revoked needs no renewal. */
  async listDue(now: number, limit: number): Promise<DueWatch[]> {
    const rows = await this.#binding.db
      .selectFrom('expiry_watch as watch')
      .innerJoin('hosted_certificate as certificate', 'certificate.id', 'watch.certificate_id')
      .select(['watch.account_id', 'watch.certificate_id'])
      .where('watch.types', '<>', '')
      .where('certificate.state', 'in', deployableStates)
      .where('certificate.not_after', 'is not', null)
      .where((eb) =>
        eb.or([
          eb('watch.look_at', '<=', now),
          eb(
            eb.fn.coalesce('watch.planned_for', sql<number>`-1`),
            '<>',
            eb.ref('certificate.not_after').$notNull(),
          ),
        ]),
      )
      .orderBy('watch.look_at')
      .orderBy('watch.certificate_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ accountId: row.account_id, certificateId: row.certificate_id }))
  }

  async removeFinished(before: number, limit: number): Promise<number> {
    const { db } = this.#binding
    const old = db.selectFrom('notice_delivery').select('id').where('finished_at', '<', before).limit(limit)
    const { numDeletedRows } = await db
      .deleteFrom('notice_delivery')
      .where('id', 'in', old)
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  #webhook() {
    const { db, accountId } = this.#binding
    return db.selectFrom('notice_webhook').where('account_id', '=', accountId)
  }
}
