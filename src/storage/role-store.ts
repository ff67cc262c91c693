import type { Role, RoleType } from '../domain/model/permission/grant.ts'
import { parsePolicy, writePolicy } from '../domain/model/permission/parse-policy.ts'
import type { RoleStore } from '../domain/ports/role-store.ts'
import { countInAccount } from './count-in-account.ts'
import type { StoreBinding } from './session.ts'

export class SqlRoleStore implements RoleStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Role | undefined> {
    const row = await this.#roles()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && roleOf(row)
  }

  async list({ displayName }: { readonly displayName?: string }): Promise<Role[]> {
    let roles = this.#roles().orderBy('created_at').orderBy('id')
    if (displayName !== undefined) roles = roles.where('display_name', '=', displayName)
    return (await roles.execute()).map(roleOf)
  }

  count(): Promise<number> {
    return countInAccount(this.#binding, 'role')
  }

  async add(role: Role): Promise<void> {
    const { db, accountId } = this.#binding
    const row = { id: role.id, account_id: accountId, created_at: role.createdAt, ...changeable(role) }
    await db.insertInto('role').values(row).execute()
    this.#changed()
  }

  async replace(role: Role): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('role')
      .set(changeable(role))
      .where('id', '=', role.id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db.deleteFrom('role').where('id', '=', id).where('account_id', '=', accountId).execute()
    this.#changed()
  }

  #roles() {
    const { db, accountId } = this.#binding
    return db.selectFrom('role').selectAll().where('account_id', '=', accountId)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

const changeable = ({ name, displayName, description, type, policy, updatedAt }: Role) => ({
  name,
  display_name: displayName,
  description,
  type,
  policy: JSON.stringify(writePolicy(policy)),
  updated_at: updatedAt,
})

export interface RoleRow {
  id: string
  account_id: string
  name: string
  display_name: string
  description: string
  type: RoleType
  policy: string
  created_at: number
  updated_at: number
}

export const roleOf = (row: RoleRow): Role => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  accountId: row.account_id,
  type: row.type,
  policy: parsePolicy(JSON.parse(row.policy), 'policy'),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
