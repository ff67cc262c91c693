import type { Listing, Page } from '../domain/model/page.ts'
import type { StoredRequest } from '../domain/model/stored-request.ts'
import type { StoredRequestFilter, StoredRequestStore } from '../domain/ports/stored-request-store.ts'
import { fold } from './fold.ts'
import { containsPart } from './name-condition.ts'
import type { StoreBinding } from './session.ts'
import { inDirection } from './sorting.ts'
import { storedRequestOf, storedRequestRow } from './stored-request-row.ts'

export class SqlStoredRequestStore implements StoredRequestStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    const row = await this.#rows()
      .selectAll()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && storedRequestOf(row)
  }

  async findKeyed(publicKeyHash: string): Promise<string | undefined> {
    const row = await this.#rows()
      .select('id')
      .where('public_key_hash', '=', publicKeyHash)
      .where('has_key', '=', 1)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return row?.id
  }

  async list(filter: StoredRequestFilter, page: Page<'created'>): Promise<Listing<StoredRequest>> {
    const { name, keyAlgorithm } = filter
    // no name holds it, PostgreSQL refuses it, and SQLite's LIKE would stop there
    if (name?.includes('\0')) return { total: 0, items: [] }
    const rows = this.#rows()
      .$if(name !== undefined, (query) =>
        query.where((eb) => containsPart(eb.ref('name_folded'), fold(name ?? ''))),
      )
      .$if(keyAlgorithm !== undefined, (query) => query.where('key_algorithm', '=', keyAlgorithm ?? ''))
    const { total } = await rows
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const found = await rows
      .selectAll()
      .orderBy('created_at', inDirection(page.direction))
      .orderBy('id', inDirection(page.direction))
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    return { total, items: found.map(storedRequestOf) }
  }

  async add(request: StoredRequest): Promise<void> {
    const { db, accountId } = this.#binding
    await db.insertInto('stored_request').values(storedRequestRow(request, accountId)).execute()
  }

  async rename(id: string, name: string, updatedAt: number): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('stored_request')
      .set({ name, name_folded: fold(name), updated_at: updatedAt })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .execute()
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db.deleteFrom('stored_request').where('id', '=', id).where('account_id', '=', accountId).execute()
  }

  #rows() {
    const { db, accountId } = this.#binding
    return db.selectFrom('stored_request').where('account_id', '=', accountId)
  }
}
