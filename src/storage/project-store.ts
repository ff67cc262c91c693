import type { Project } from '../domain/model/identity.ts'
import type { ProjectStore } from '../domain/ports/project-store.ts'
import { countInAccount } from './count-in-account.ts'
import { flag } from './flag.ts'
import { projectColumns, projectOf } from './identity-columns.ts'
import type { StoreBinding } from './session.ts'

export class SqlProjectStore implements ProjectStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Project | undefined> {
    const { db, accountId, locksRows } = this.#binding
    const row = await db
      .selectFrom('project')
      .select(projectColumns)
      .where('project.account_id', '=', accountId)
      .where('project.id', '=', id)
      .$if(locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return (row && projectOf(row)) ?? undefined
  }

  count(): Promise<number> {
    return countInAccount(this.#binding, 'project')
  }

  async add(project: Project, createdAt: number): Promise<void> {
    const { db, accountId } = this.#binding
    const row = { id: project.id, account_id: accountId, created_at: createdAt, ...changeable(project) }
    await db.insertInto('project').values(row).execute()
    this.#changed()
  }

  async replace(project: Project): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('project')
      .set(changeable(project))
      .where('id', '=', project.id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    // nothing more is made for it: who is about to add a token waits for the end, and is refused
    if (!(await this.find(id))) return
    const { db, accountId } = this.#binding
    await db.deleteFrom('token').where('project_id', '=', id).execute()
    await db.deleteFrom('external_token').where('project_id', '=', id).execute()
    await db
      .deleteFrom('role_grant')
      .where('account_id', '=', accountId)
      .where('scope_kind', '=', 'project')
      .where('scope_id', '=', id)
      .execute()
    await db.deleteFrom('project').where('id', '=', id).execute()
    this.#changed()
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

const changeable = ({ name, description, isEnabled }: Project) => ({
  name,
  description,
  is_enabled: flag(isEnabled),
})
