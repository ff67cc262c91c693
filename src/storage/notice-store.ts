import { type Selectable, sql } from 'kysely'
import {
  type ExpiryWatch,
  type NoticeChannel,
  type NoticeDelivery,
  type NoticeType,
  type NoticeWebhook,
  noPause,
  type WebhookPause,
} from '../domain/model/expiry-notice.ts'
import { deployableStates } from '../domain/model/hosted-certificate.ts'
import type {
  CalledWebhook,
  DueWatch,
  NoticeStore,
  NoticeUpkeep,
  WaitingOrder,
} from '../domain/ports/notice-store.ts'
import type { Schema } from './schema.ts'
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
    return row && deliveryOf(row)
  }

  async findWaiting(channel: NoticeChannel, order: WaitingOrder): Promise<NoticeDelivery | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('notice_delivery')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('channel', '=', channel)
      .where('state', '=', 'waiting')
      .$if(order === 'least-tried', (query) => query.orderBy('attempts'))
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return row && deliveryOf(row)
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

  async findCalledWebhook(): Promise<CalledWebhook | undefined> {
    const row = await this.#webhook().selectAll().executeTakeFirst()
    return (
      row && {
        url: row.url,
        updatedAt: row.updated_at,
        secretSealed: row.secret_sealed,
        pause: { failures: row.failures, until: row.paused_until },
      }
    )
  }

  async setWebhook({ url, updatedAt }: NoticeWebhook, secretSealed: Uint8Array): Promise<void> {
    const { db, accountId } = this.#binding
    const columns = { url, secret_sealed: secretSealed, updated_at: updatedAt, ...pauseColumns(noPause) }
    await db
      .insertInto('notice_webhook')
      .values({ account_id: accountId, ...columns })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(columns))
      .execute()
  }

  async setPause({ url, updatedAt }: NoticeWebhook, pause: WebhookPause): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('notice_webhook')
      .set(pauseColumns(pause))
      .where('account_id', '=', accountId)
      .where('url', '=', url)
      .where('updated_at', '=', updatedAt)
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

const pauseColumns = ({ failures, until }: WebhookPause) => ({ failures, paused_until: until })

const deliveryOf = (row: Selectable<Schema['notice_delivery']>): NoticeDelivery => ({
  id: row.id,
  channel: row.channel,
  recipient: row.recipient,
  notice: JSON.parse(row.notice) as NoticeDelivery['notice'],
  state: row.state,
  attempts: row.attempts,
  failure: row.failure,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
})
