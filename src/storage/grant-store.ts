import type { ExpressionBuilder } from 'kysely'
import type { Grant, GrantScope, GrantSubject, HeldGrant } from '../domain/model/permission/grant.ts'
import { findSystemRole } from '../domain/model/permission/system-roles.ts'
import type { GrantFilter, GrantStore } from '../domain/ports/grant-store.ts'
import { roleOf } from './role-store.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

export class SqlGrantStore implements GrantStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async list(filter: GrantFilter): Promise<Grant[]> {
    return (await this.#grants().where(fitting(filter)).execute()).map(grantOf)
  }

  async count(filter: GrantFilter): Promise<number> {
    const { db, accountId } = this.#binding
    const { count } = await db
      .selectFrom('role_grant')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .where(fitting(filter))
      .executeTakeFirstOrThrow()
    return count
  }

  async heldBy(userId: string): Promise<HeldGrant[]> {
    const groups = this.#binding.db
      .selectFrom('group_member')
      .select('group_id')
      .where('user_id', '=', userId)
    const rows = await this.#grants()
      .where((eb) =>
        eb.or([
          eb('subject_kind', 'in', ['user', 'agency']).and('subject_id', '=', userId),
          eb('subject_kind', '=', 'group').and('subject_id', 'in', groups),
        ]),
      )
      .execute()
    return await this.#withRoles(rows.map(grantOf))
  }

  async heldByGroups(names: readonly string[]): Promise<HeldGrant[]> {
    if (names.length === 0) return []
    const { db, accountId } = this.#binding
    const groups = db
      .selectFrom('user_group')
      .select('id')
      .where('account_id', '=', accountId)
      .where('name', 'in', names)
    const rows = await this.#grants()
      .where('subject_kind', '=', 'group')
      .where('subject_id', 'in', groups)
      .execute()
    return await this.#withRoles(rows.map(grantOf))
  }

  async add(grant: Grant, createdAt: number): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('role_grant')
      .values({ account_id: accountId, created_at: createdAt, ...keyOf(grant) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    this.#changed()
  }

  async remove(grant: Grant): Promise<boolean> {
    const { db, accountId } = this.#binding
    let leaving = db.deleteFrom('role_grant').where('account_id', '=', accountId)
    for (const [column, value] of Object.entries(keyOf(grant))) {
      leaving = leaving.where(column as keyof ReturnType<typeof keyOf>, '=', value)
    }
    const { numDeletedRows } = await leaving.executeTakeFirst()
    this.#changed()
    return numDeletedRows > 0n
  }

  async #withRoles(grants: readonly Grant[]): Promise<HeldGrant[]> {
    const custom = grants.map(({ roleId }) => roleId).filter((id) => !findSystemRole(id))
    const { db, accountId } = this.#binding
    const rows =
      custom.length === 0
        ? []
        : await db
            .selectFrom('role')
            .selectAll()
            .where('account_id', '=', accountId)
            .where('id', 'in', custom)
            .execute()
    const roles = new Map(rows.map((row) => [row.id, roleOf(row)]))
    return grants.flatMap((grant) => {
      const role = findSystemRole(grant.roleId) ?? roles.get(grant.roleId)
      return role ? [{ ...grant, role }] : []
    })
  }

  #grants() {
    const { db, accountId } = this.#binding
    return db
      .selectFrom('role_grant')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('subject_kind')
      .orderBy('subject_id')
      .orderBy('scope_kind')
      .orderBy('scope_id')
      .orderBy('role_id')
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'identity')
  }
}

/** Every part that the filter names. */
const fitting =
  ({ subject, subjectKind, scope, scopeKind, roleId }: GrantFilter) =>
  (eb: ExpressionBuilder<Schema, 'role_grant'>) => {
    const parts = {
      subject_kind: subject?.kind ?? subjectKind,
      subject_id: subject?.id,
      scope_kind: scope?.kind ?? scopeKind,
      scope_id: scope && scopeId(scope),
      role_id: roleId,
    }
    const named = Object.entries(parts).filter(([, value]) => value !== undefined)
    return eb.and(named.map(([column, value]) => eb(column as keyof typeof parts, '=', value ?? '')))
  }

const scopeId = (scope: GrantScope) => ('id' in scope ? scope.id : '')

const keyOf = ({ subject, scope, roleId }: Grant) => ({
  subject_kind: subject.kind,
  subject_id: subject.id,
  scope_kind: scope.kind,
  scope_id: scopeId(scope),
  role_id: roleId,
})

interface GrantRow {
  subject_kind: GrantSubject['kind']
  subject_id: string
  scope_kind: GrantScope['kind']
  scope_id: string
  role_id: string
}

const grantOf = (row: GrantRow): Grant => ({
  subject: { kind: row.subject_kind, id: row.subject_id },
  roleId: row.role_id,
  scope:
    row.scope_kind === 'project' || row.scope_kind === 'enterprise-project'
      ? { kind: row.scope_kind, id: row.scope_id }
      : { kind: row.scope_kind },
})
