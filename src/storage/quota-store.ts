import type { QuotaKind, QuotaStore } from '../domain/ports/quota-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlQuotaStore implements QuotaStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async used(kind: QuotaKind): Promise<number> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('quota_usage')
      .select('used')
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .executeTakeFirst()
    return row?.used ?? 0
  }

  /** One statement, so that the row's own lock makes it exact: also for the first one, when there is no row yet. */
  async take(kind: QuotaKind, limit: number): Promise<boolean> {
    if (limit < 1) return false
    const { db, accountId } = this.#binding
    const taken = await db
      .insertInto('quota_usage')
      .values({ account_id: accountId, kind, used: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'kind'])
          .doUpdateSet((eb) => ({ used: eb('quota_usage.used', '+', 1) }))
          .where('quota_usage.used', '<', limit),
      )
      .returning('used')
      .executeTakeFirst()
    return taken !== undefined
  }
}
