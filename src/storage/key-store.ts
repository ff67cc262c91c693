import type { SealedSecret } from '../domain/model/sealed.ts'
import type { KeyStore } from '../domain/ports/key-store.ts'
import { prepareInsert } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const insertKey = prepareInsert('sealed_key')

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
    await insertKey(this.#binding, { id, account_id: this.#binding.accountId, record, sealed })
  }
}
