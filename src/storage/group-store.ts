import type { Group } from '../domain/model/identity.ts'
import type { GroupFilter, GroupStore } from '../domain/ports/group-store.ts'
import { countInAccount } from './count-in-account.ts'
import type { StoreBinding } from './session.ts'
import { subjectsIn } from './subjects-in-project.ts'

export class SqlGroupStore implements GroupStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Group | undefined> {
    const row = await this.#groups()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && groupOf(row)
  }

  async list({ name, userId, enterpriseProjectId }: GroupFilter): Promise<Group[]> {
    let groups = this.#groups().orderBy('name')
    if (name !== undefined) groups = groups.where('name', '=', name)
    if (userId !== undefined) {
      const theirs = this.#binding.db
        .selectFrom('group_member')
        .select('group_id')
        .where('user_id', '=', userId)
      groups = groups.where('id', 'in', theirs)
    }
    if (enterpriseProjectId !== undefined) {
      groups = groups.where('id', 'in', subjectsIn(this.#binding, enterpriseProjectId, 'group'))
    }
    return (await groups.execute()).map(groupOf)
  }

  count(): Promise<number> {
    return countInAccount(this.#binding, 'user_group')
  }

  async countOfUser(userId: string): Promise<number> {
    const { count } = await this.#binding.db
      .selectFrom('group_member')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return count
  }

  async hasMember(groupId: string, userId: string): Promise<boolean> {
    const row = await this.#membership(groupId, userId).select('user_id').executeTakeFirst()
    return row !== undefined
  }

  async add({ id, name, description, createdAt }: Group): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('user_group')
      .values({ id, account_id: accountId, name, description, created_at: createdAt })
      .execute()
    this.#changed()
  }

  async replace({ id, name, description }: Group): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('user_group')
      .set({ name, description })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    if (!(await this.find(id))) return
    const { db, accountId } = this.#binding
    const members = await db.selectFrom('group_member').select('user_id').where('group_id', '=', id).execute()
    await this.#endTokens(members.map(({ user_id }) => user_id))
    await db.deleteFrom('group_member').where('group_id', '=', id).execute()
    await db
      .deleteFrom('role_grant')
      .where('account_id', '=', accountId)
      .where('subject_kind', '=', 'group')
      .where('subject_id', '=', id)
      .execute()
    await db.deleteFrom('user_group').where('id', '=', id).execute()
    this.#changed()
  }

  async addMember(groupId: string, userId: string): Promise<boolean> {
    const { numInsertedOrUpdatedRows = 0n } = await this.#binding.db
      .insertInto('group_member')
      .values({ group_id: groupId, user_id: userId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return this.#moved(numInsertedOrUpdatedRows > 0n, userId)
  }

  async removeMember(groupId: string, userId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#binding.db
      .deleteFrom('group_member')
      .where('group_id', '=', groupId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    return this.#moved(numDeletedRows > 0n, userId)
  }

  async #moved(isChange: boolean, userId: string): Promise<boolean> {
    if (!isChange) return false
    await this.#endTokens([userId])
    this.#changed()
    return true
  }

  async #endTokens(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return
    const { db, accountId } = this.#binding
    await db
      .updateTable('account_user')
      .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
      .where('account_id', '=', accountId)
      .where('id', 'in', userIds)
      .execute()
  }

  #groups() {
    const { db, accountId } = this.#binding
    return db
      .selectFrom('user_group')
      .select(['id', 'name', 'description', 'created_at'])
      .where('account_id', '=', accountId)
  }

  #membership(groupId: string, userId: string) {
    return this.#binding.db
      .selectFrom('group_member')
      .where('group_id', '=', groupId)
      .where('user_id', '=', userId)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

interface GroupRow {
  id: string
  name: string
  description: string
  created_at: number
}

const groupOf = ({ created_at, ...row }: GroupRow): Group => ({ ...row, createdAt: created_at })
