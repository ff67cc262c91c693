import type { QuotaKind, QuotaStore } from '../domain/ports/quota-store.ts'
import { prepare } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const selectUsed = prepare<{ accountId: string; kind: QuotaKind }, { used: number }>((db, place) =>
  db
    .selectFrom('quota_usage')
    .select('used')
    .where('account_id', '=', place('accountId'))
    .where('kind', '=', place('kind')),
)

const takeOne = prepare<{ accountId: string; kind: QuotaKind; limit: number }, { used: number }>(
  (db, place) =>
    db
      .insertInto('quota_usage')
      .values({ account_id: place('accountId'), kind: place('kind'), used: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'kind'])
          .doUpdateSet((eb) => ({ used: eb('quota_usage.used', '+', 1) }))
          .where('quota_usage.used', '<', place('limit')),
      )
      .returning('used'),
)

export class SqlQuotaStore implements QuotaStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async used(kind: QuotaKind): Promise<number> {
    const { rows } = await selectUsed(this.#binding, { accountId: this.#binding.accountId, kind })
    return rows[0]?.used ?? 0
  }

  /** One statement, so that the row's own lock makes it exact: also for the first one, when there is no row yet. */
  async take(kind: QuotaKind, limit: number): Promise<boolean> {
    if (limit < 1) return false
    const { rows } = await takeOne(this.#binding, { accountId: this.#binding.accountId, kind, limit })
    return rows.length > 0
  }

  async giveBack(kind: QuotaKind): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('quota_usage')
      .set((eb) => ({ used: eb('used', '-', 1) }))
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .where('used', '>', 0)
      .execute()
  }
}
