import type { UserProfile } from '../domain/model/identity.ts'
import type { UserFilter, UserStore } from '../domain/ports/user-store.ts'
import { holdAccount } from './count-in-account.ts'
import { type Flag, flag } from './flag.ts'
import { userColumns, userOf } from './identity-columns.ts'
import { removeSubject } from './remove-subject.ts'
import type { StoreBinding } from './session.ts'
import { subjectsIn } from './subjects-in-project.ts'

const profileColumns = [
  ...userColumns,
  'account_user.description as description',
  'account_user.email as email',
  'account_user.phone as phone',
  'account_user.access_mode as access_mode',
  'account_user.is_password_initial as is_password_initial',
  'account_user.created_at as created_at',
] as const

export class SqlUserStore implements UserStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<UserProfile | undefined> {
    const row = await this.#users()
      .where('account_user.id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && profileOf(row)
  }

  async list({ name, isEnabled, groupId, enterpriseProjectId }: UserFilter): Promise<UserProfile[]> {
    let users = this.#users().orderBy('account_user.name')
    if (name !== undefined) users = users.where('account_user.name', '=', name)
    if (isEnabled !== undefined) users = users.where('account_user.is_enabled', '=', flag(isEnabled))
    if (groupId !== undefined) {
      const members = this.#binding.db
        .selectFrom('group_member')
        .select('user_id')
        .where('group_id', '=', groupId)
      users = users.where('account_user.id', 'in', members)
    }
    if (enterpriseProjectId !== undefined) {
      const ids = subjectsIn(this.#binding, enterpriseProjectId, 'user')
      users = users.where('account_user.id', 'in', ids)
    }
    return (await users.execute()).map(profileOf)
  }

  async count(): Promise<number> {
    await holdAccount(this.#binding)
    const { db, accountId } = this.#binding
    const { count } = await db
      .selectFrom('account_user')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .where('kind', '=', 'user')
      .executeTakeFirstOrThrow()
    return count
  }

  async add(user: UserProfile, passwordHash: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('account_user')
      .values({
        id: user.id,
        account_id: accountId,
        kind: 'user',
        is_administrator: flag(user.isAdministrator),
        password_hash: passwordHash,
        created_at: user.createdAt,
        ...changeable(user),
      })
      .execute()
    this.#changed()
  }

  async replace(user: UserProfile, passwordHash?: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('account_user')
      .set({ ...changeable(user), ...(passwordHash !== undefined && { password_hash: passwordHash }) })
      .where('id', '=', user.id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    if (!(await this.find(id))) return
    await removeSubject(this.#binding, 'user', id)
    this.#changed()
  }

  #users() {
    const { db, accountId } = this.#binding
    return db
      .selectFrom('account_user')
      .select(profileColumns)
      .where('account_user.account_id', '=', accountId)
      .where('account_user.kind', '=', 'user')
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

const changeable = ({ name, isEnabled, epoch, description, email, phone, ...rest }: UserProfile) => ({
  name,
  is_enabled: flag(isEnabled),
  epoch,
  description,
  email,
  phone,
  access_mode: rest.accessMode,
  is_password_initial: flag(rest.isPasswordInitial),
})

type ProfileRow = Parameters<typeof userOf>[0] &
  Pick<UserProfile, 'description' | 'email' | 'phone'> & {
    access_mode: UserProfile['accessMode']
    is_password_initial: Flag
    created_at: number
  }

const profileOf = (row: ProfileRow): UserProfile => ({
  ...userOf(row),
  description: row.description,
  email: row.email,
  phone: row.phone,
  accessMode: row.access_mode,
  isPasswordInitial: row.is_password_initial === 1,
  createdAt: row.created_at,
})
