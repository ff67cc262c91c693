import type { Agency, AgencyStore } from '../domain/ports/agency-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlAgencyStore implements AgencyStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(): Promise<Agency | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('agency')
      .selectAll()
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return row && { id: row.id, createdAt: row.created_at }
  }

  async add({ id, createdAt }: Agency): Promise<void> {
    const { db, accountId } = this.#binding
    await db.insertInto('agency').values({ account_id: accountId, id, created_at: createdAt }).execute()
  }
}
