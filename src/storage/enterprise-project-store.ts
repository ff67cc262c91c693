import type { EnterpriseProject } from '../domain/model/identity.ts'
import type { EnterpriseProjectStore } from '../domain/ports/enterprise-project-store.ts'
import { countInAccount } from './count-in-account.ts'
import { type Flag, flag } from './flag.ts'
import type { StoreBinding } from './session.ts'

export class SqlEnterpriseProjectStore implements EnterpriseProjectStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<EnterpriseProject | undefined> {
    const row = await this.#projects()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && projectOf(row)
  }

  async list({ name }: { readonly name?: string }): Promise<EnterpriseProject[]> {
    let projects = this.#projects().orderBy('created_at').orderBy('id')
    if (name !== undefined) projects = projects.where('name', '=', name)
    return (await projects.execute()).map(projectOf)
  }

  count(): Promise<number> {
    return countInAccount(this.#binding, 'enterprise_project')
  }

  async add(project: EnterpriseProject): Promise<void> {
    const { db, accountId } = this.#binding
    const row = {
      id: project.id,
      account_id: accountId,
      created_at: project.createdAt,
      ...changeable(project),
    }
    await db.insertInto('enterprise_project').values(row).execute()
    this.#changed()
  }

  async replace(project: EnterpriseProject): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .updateTable('enterprise_project')
      .set(changeable(project))
      .where('id', '=', project.id)
      .where('account_id', '=', accountId)
      .execute()
    this.#changed()
  }

  #projects() {
    const { db, accountId } = this.#binding
    return db.selectFrom('enterprise_project').selectAll().where('account_id', '=', accountId)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

const changeable = ({ name, description, type, isEnabled, updatedAt }: EnterpriseProject) => ({
  name,
  description,
  type,
  is_enabled: flag(isEnabled),
  updated_at: updatedAt,
})

interface ProjectRow {
  id: string
  name: string
  description: string
  type: EnterpriseProject['type']
  is_enabled: Flag
  created_at: number
  updated_at: number
}

const projectOf = (row: ProjectRow): EnterpriseProject => ({
  id: row.id,
  name: row.name,
  description: row.description,
  type: row.type,
  isEnabled: row.is_enabled === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
