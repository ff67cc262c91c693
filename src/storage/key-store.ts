import type { SealedSecret } from '../domain/model/sealed.ts'
import type { KeyStore } from '../domain/ports/key-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlKeyStore implements KeyStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<SealedSecret | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('sealed_key')
      .select(['record', 'sealed'])
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return row && { record: row.record, sealed: row.sealed }
  }

  async add(id: string, { record, sealed }: SealedSecret): Promise<void> {
    const { db, accountId } = this.#binding
    await db.insertInto('sealed_key').values({ id, account_id: accountId, record, sealed }).execute()
  }
}
