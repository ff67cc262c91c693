import { sql } from 'kysely'
import type { InstallationStore, WrappedDataKey } from '../domain/ports/installation-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlInstallationStore implements InstallationStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  /** In a write nobody else sets anything up until it ends, so that two nodes can't both find nothing. */
  async isEmpty(): Promise<boolean> {
    const { db, locksRows } = this.#binding
    if (locksRows) await sql`lock table installation_value in share row exclusive mode`.execute(db)
    const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
    const value = await db.selectFrom('installation_value').select('name').limit(1).executeTakeFirst()
    const dataKey = await db.selectFrom('data_key').select('id').limit(1).executeTakeFirst()
    return !account && !value && !dataKey
  }

  async findValue(name: string): Promise<Uint8Array | undefined> {
    const row = await this.#binding.db
      .selectFrom('installation_value')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  async setValue(name: string, value: Uint8Array): Promise<void> {
    await this.#binding.db
      .insertInto('installation_value')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
  }

  async removeValue(name: string): Promise<void> {
    await this.#binding.db.deleteFrom('installation_value').where('name', '=', name).execute()
  }

  async listDataKeys(): Promise<WrappedDataKey[]> {
    const rows = await this.#binding.db
      .selectFrom('data_key')
      .select(['id', 'wrapped', 'next_wrapped'])
      .orderBy('id')
      .execute()
    return rows.map(({ id, wrapped, next_wrapped: nextWrapped }) => ({ id, wrapped, nextWrapped }))
  }

  async addDataKey(id: number, wrapped: Uint8Array, createdAt: number): Promise<void> {
    await this.#binding.db.insertInto('data_key').values({ id, wrapped, created_at: createdAt }).execute()
  }

  async rewrapDataKey({ id, wrapped, nextWrapped }: WrappedDataKey): Promise<void> {
    await this.#binding.db
      .updateTable('data_key')
      .set({ wrapped, next_wrapped: nextWrapped })
      .where('id', '=', id)
      .execute()
  }

  /** A higher epoch ends what carries the lower one; also a token that is being made just now. */
  async endSessions(): Promise<void> {
    const { db, changes } = this.#binding
    await db
      .updateTable('account_user')
      .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
      .execute()
    await db.deleteFrom('token').execute()
    await db.deleteFrom('external_token').execute()
    await db.updateTable('external_sign_in').set({ code_hash: null }).execute()
    for (const { id } of await db.selectFrom('account').select('id').execute()) changes.bump(id, 'identity')
  }
}
