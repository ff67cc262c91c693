import type { KeyStore } from '../domain/ports/key-store.ts'
import { prepareInsert } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const insertKey = prepareInsert('sealed_key')

export class SqlKeyStore implements KeyStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Uint8Array | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('sealed_key')
      .select('sealed')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return row?.sealed
  }

  async add(id: string, sealed: Uint8Array): Promise<void> {
    await insertKey(this.#binding, { id, account_id: this.#binding.accountId, sealed })
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db.deleteFrom('sealed_key').where('id', '=', id).where('account_id', '=', accountId).execute()
  }
}
