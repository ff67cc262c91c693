import type { Delegation } from '../domain/model/identity.ts'
import type { DelegationStore } from '../domain/ports/delegation-store.ts'
import { countInAccount } from './count-in-account.ts'
import { flag } from './flag.ts'
import { removeSubject } from './remove-subject.ts'
import type { StoreBinding } from './session.ts'

/** No hash is like it, so no password fits. */
const noPassword = ''

export class SqlDelegationStore implements DelegationStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Delegation | undefined> {
    const row = await this.#delegations()
      .where('user_id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && delegationOf(row)
  }

  async list({
    name,
    trustedAccountId,
  }: {
    readonly name?: string
    readonly trustedAccountId?: string
  }): Promise<Delegation[]> {
    let found = this.#delegations().orderBy('name')
    if (name !== undefined) found = found.where('name', '=', name)
    if (trustedAccountId !== undefined) found = found.where('trusted_account_id', '=', trustedAccountId)
    return (await found.execute()).map(delegationOf)
  }

  count(): Promise<number> {
    return countInAccount(this.#binding, 'delegation')
  }

  /** Beside its row as a user, under a name that no user can have. */
  async add(delegation: Delegation): Promise<void> {
    const { db, accountId } = this.#binding
    const { id, name, createdAt } = delegation
    const user = {
      id,
      account_id: accountId,
      kind: 'agency' as const,
      name: `agency/${name}`,
      is_enabled: flag(true),
      is_administrator: flag(false),
      epoch: 0,
      password_hash: noPassword,
      created_at: createdAt,
    }
    await db
      .insertInto('account_user')
      .values({ ...user, description: '', email: null, phone: null })
      .execute()
    await db
      .insertInto('delegation')
      .values({ user_id: id, account_id: accountId, name, created_at: createdAt, ...changeable(delegation) })
      .execute()
    this.#changed()
  }

  async replace(delegation: Delegation): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('delegation')
      .set(changeable(delegation))
      .where('user_id', '=', delegation.id)
      .where('account_id', '=', accountId)
      .execute()
    await db
      .updateTable('account_user')
      .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
      .where('id', '=', delegation.id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    if (!(await this.find(id))) return
    await removeSubject(this.#binding, 'agency', id)
    this.#changed()
  }

  #delegations() {
    const { db, accountId } = this.#binding
    return db.selectFrom('delegation').selectAll().where('account_id', '=', accountId)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

const changeable = ({ description, trustedAccount, expiresAt }: Delegation) => ({
  description,
  trusted_account_id: trustedAccount.id,
  trusted_account_name: trustedAccount.name,
  expires_at: expiresAt,
})

interface DelegationRow {
  user_id: string
  name: string
  description: string
  trusted_account_id: string
  trusted_account_name: string
  expires_at: number | null
  created_at: number
}

const delegationOf = (row: DelegationRow): Delegation => ({
  id: row.user_id,
  name: row.name,
  description: row.description,
  trustedAccount: { id: row.trusted_account_id, name: row.trusted_account_name },
  expiresAt: row.expires_at,
  createdAt: row.created_at,
})
