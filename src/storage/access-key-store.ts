import type { AccessKeyProfile } from '../domain/model/identity.ts'
import type { AccessKeyStore, TemporaryKey } from '../domain/ports/access-key-store.ts'
import { type Flag, flag } from './flag.ts'
import type { StoreBinding } from './session.ts'

export class SqlAccessKeyStore implements AccessKeyStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<AccessKeyProfile | undefined> {
    const row = await this.#permanent().where('access_key.id', '=', id).executeTakeFirst()
    return row && keyOf(row)
  }

  async list(userId: string): Promise<AccessKeyProfile[]> {
    const rows = await this.#permanent()
      .where('access_key.user_id', '=', userId)
      .orderBy('access_key.created_at')
      .orderBy('access_key.id')
      .execute()
    return rows.map(keyOf)
  }

  async countTemporary(userId: string, now: number): Promise<number> {
    const { count } = await this.#binding.db
      .selectFrom('access_key')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow()
    return count
  }

  async add(key: AccessKeyProfile, secret: Uint8Array): Promise<void> {
    const { id, userId, isEnabled, description, createdAt } = key
    const row = { id, user_id: userId, is_enabled: flag(isEnabled), description, created_at: createdAt }
    await this.#binding.db
      .insertInto('access_key')
      .values({ ...row, secret_sealed: secret })
      .execute()
    this.#changed()
  }

  /** Changes nothing that a cache holds: nobody can have asked for this key before. */
  async addTemporary(key: TemporaryKey, secret: Uint8Array, createdAt: number): Promise<void> {
    const { id, userId, epoch, expiresAt, securityTokenHash, sessionPolicy, delegate } = key
    await this.#binding.db
      .insertInto('access_key')
      .values({
        id,
        user_id: userId,
        is_enabled: flag(true),
        description: '',
        created_at: createdAt,
        secret_sealed: secret,
        epoch,
        expires_at: expiresAt,
        security_token_hash: securityTokenHash,
        session_policy: sessionPolicy,
        delegate_id: delegate?.userId ?? null,
        delegate_epoch: delegate?.epoch ?? null,
      })
      .execute()
  }

  async replace({ id, isEnabled, description }: AccessKeyProfile): Promise<void> {
    await this.#binding.db
      .updateTable('access_key')
      .set({ is_enabled: flag(isEnabled), description })
      .where('id', '=', id)
      .where('user_id', 'in', this.#users())
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    await this.#binding.db
      .deleteFrom('access_key')
      .where('id', '=', id)
      .where('user_id', 'in', this.#users())
      .execute()
    this.#changed()
  }

  #permanent() {
    return this.#binding.db
      .selectFrom('access_key')
      .select(['id', 'user_id', 'is_enabled', 'description', 'created_at'])
      .where('expires_at', 'is', null)
      .where('user_id', 'in', this.#users())
  }

  #users() {
    const { db, accountId } = this.#binding
    return db
      .selectFrom('account_user')
      .select('account_user.id')
      .where('account_user.account_id', '=', accountId)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

interface KeyRow {
  id: string
  user_id: string
  is_enabled: Flag
  description: string
  created_at: number
}

const keyOf = (row: KeyRow): AccessKeyProfile => ({
  id: row.id,
  userId: row.user_id,
  isEnabled: row.is_enabled === 1,
  description: row.description,
  createdAt: row.created_at,
})
