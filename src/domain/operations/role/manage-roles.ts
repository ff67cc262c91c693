import { DomainError } from '../../model/errors.ts'
import type { Role, RoleType } from '../../model/permission/grant.ts'
import { parsePolicy } from '../../model/permission/parse-policy.ts'
import { findSystemRole, systemRoles } from '../../model/permission/system-roles.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import type { Call } from '../world.ts'

export interface RoleCommand {
  readonly displayName: string
  readonly description: string
  readonly type: RoleType
  /** As it came; parsed here. */
  readonly policy: unknown
}

/** The service's own and the account's. */
export async function listRoles(call: Call, _command: object): Promise<readonly Role[]> {
  return [...systemRoles, ...(await listCustomRoles(call, {}))]
}

export const listCustomRoles = (call: Call, _command: object): Promise<Role[]> =>
  call.search(({ roles }) => roles.list({}))

export const showRole = (call: Call, { id }: { readonly id: string }): Promise<Role> =>
  call.read((stores) => presentRole(stores, id))

export async function showCustomRole(call: Call, { id }: { readonly id: string }): Promise<Role> {
  return found(await call.read(({ roles }) => roles.find(id)), 'policy')
}

/** Throws `parameter-invalid`, `identity-exists`, `quota-exceeded`. */
export async function createRole(call: Call, { policy, ...command }: RoleCommand): Promise<Role> {
  const { account } = call.caller
  const now = call.clock.now()
  const id = call.random.identifier()
  const role: Role = {
    ...command,
    policy: parsePolicy(policy, 'role.policy'),
    id,
    name: `custom_${id}`,
    accountId: account.id,
    createdAt: now,
    updatedAt: now,
  }
  const add = call.write(async ({ roles }, tell) => {
    checkBound(await roles.count(), call.settings.identityBounds.policies, 'an account', 'policies')
    checkNameIsFree(await roles.list({ displayName: role.displayName }), undefined, 'policy')
    await roles.add(role)
    tell({ kind: 'role', id, after: role })
  })
  await settled(add, 'policy')
  return role
}

export async function updateRole(
  call: Call,
  { id, policy, ...changes }: Partial<RoleCommand> & { readonly id: string },
): Promise<Role> {
  const parsed = policy === undefined ? {} : { policy: parsePolicy(policy, 'role.policy') }
  const update = call.write(async ({ roles }, tell) => {
    const before = found(await roles.find(id), 'policy')
    const after = { ...before, ...changes, ...parsed, updatedAt: call.clock.now() }
    checkNameIsFree(await roles.list({ displayName: after.displayName }), id, 'policy')
    await roles.replace(after)
    tell({ kind: 'role', id, before, after })
    return after
  })
  return await settled(update, 'policy')
}

/** Throws `state-forbids` while somebody has it, for what a policy denied would be open without a word. */
export async function deleteRole(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async ({ roles, grants }, tell) => {
    const before = found(await roles.find(id), 'policy')
    if ((await grants.count({ roleId: id })) > 0) {
      throw new DomainError('state-forbids', { parameter: 'role_id', reason: 'is granted to somebody' })
    }
    await roles.remove(id)
    tell({ kind: 'role', id, before })
  })
}

export async function presentRole({ roles }: Pick<TenantReaders, 'roles'>, id: string): Promise<Role> {
  return found(findSystemRole(id) ?? (await roles.find(id)), 'role')
}
