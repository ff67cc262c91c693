import { DomainError } from '../../model/errors.ts'
import {
  defaultEnterpriseProject,
  type EnterpriseProject,
  type Group,
  type UserProfile,
} from '../../model/identity.ts'
import type { Grant, GrantScope, GrantSubject, Role } from '../../model/permission/grant.ts'
import { findSystemRole } from '../../model/permission/system-roles.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentGroup } from '../group/manage-groups.ts'
import { found } from '../identity/found.ts'
import { presentRole } from '../role/manage-roles.ts'
import { presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'

/** Given twice it is given once. Throws `identity-not-found`, `state-forbids` where the role is not for such a scope. */
export async function grantRole(call: Call, grant: Grant): Promise<void> {
  await call.write(async (stores, tell) => {
    await checkParts(call, stores, grant)
    checkFits(await presentRole(stores, grant.roleId), grant.scope)
    await stores.grants.add(grant, call.clock.now())
    tell({ kind: 'grant', id: grant.roleId, after: grant })
  })
}

/** Throws `identity-not-found` where it is not granted. */
export async function revokeRole(call: Call, grant: Grant): Promise<void> {
  await call.write(async (stores, tell) => {
    await checkParts(call, stores, grant)
    found((await stores.grants.remove(grant)) || undefined, 'grant')
    tell({ kind: 'grant', id: grant.roleId, before: grant })
  })
}

/** Throws `identity-not-found` where it is not granted. */
export async function checkRole(call: Call, grant: Grant): Promise<void> {
  await call.read(async (stores) => {
    await checkParts(call, stores, grant)
    const [granted] = await stores.grants.list(grant)
    found(granted, 'grant')
  })
}

export type GrantPlace = Omit<Grant, 'roleId'>

/** The roles that somebody has in one place. */
export const listGrantedRoles = (call: Call, place: GrantPlace): Promise<Role[]> =>
  call.read(async (stores) => {
    await checkParts(call, stores, place)
    const roles: Role[] = []
    for (const { roleId } of await stores.grants.list(place)) {
      const role = findSystemRole(roleId) ?? (await stores.roles.find(roleId))
      if (role) roles.push(role)
    }
    return roles
  })

/** Every grant of the account, of one subject, scope or role where they are named. */
export const listGrants = (
  call: Call,
  filter: { readonly subject?: GrantSubject; readonly scope?: GrantScope; readonly roleId?: string },
): Promise<Grant[]> => call.search(({ grants }) => grants.list(filter))

/** The enterprise projects that somebody has a role in. */
export const listProjectsOfSubject = (call: Call, subject: GrantSubject): Promise<EnterpriseProject[]> =>
  call.read(async (stores) => {
    await checkSubject(stores, subject)
    const granted = await stores.grants.list({ subject, scopeKind: 'enterprise-project' })
    const ids = new Set(granted.map(({ scope }) => ('id' in scope ? scope.id : '')))
    const projects = [defaultEnterpriseProject, ...(await stores.enterpriseProjects.list())]
    return projects.filter(({ id }) => ids.has(id))
  })

/** Who has a role in an enterprise project: its groups. */
export const listGroupsOfProject = (call: Call, { id }: { readonly id: string }): Promise<Group[]> =>
  call.read(async (stores) => {
    const ids = await subjectsIn(stores, id, 'group')
    return (await stores.groups.list({})).filter((group) => ids.has(group.id))
  })

/** Who has a role in an enterprise project: its users. */
export const listUsersOfProject = (call: Call, { id }: { readonly id: string }): Promise<UserProfile[]> =>
  call.read(async (stores) => {
    const ids = await subjectsIn(stores, id, 'user')
    return (await stores.users.list({})).filter((user) => ids.has(user.id))
  })

async function subjectsIn(
  stores: TenantReaders,
  id: string,
  subjectKind: GrantSubject['kind'],
): Promise<Set<string>> {
  await checkEnterpriseScope(stores, id)
  const granted = await stores.grants.list({ scope: { kind: 'enterprise-project', id }, subjectKind })
  return new Set(granted.map(({ subject }) => subject.id))
}

async function checkParts(call: Call, stores: TenantReaders, { subject, scope }: GrantPlace): Promise<void> {
  if (scope.kind === 'project') {
    found(await stores.directory.findProject(call.caller.account.id, { id: scope.id }), 'project')
  }
  if (scope.kind === 'enterprise-project') await checkEnterpriseScope(stores, scope.id)
  await checkSubject(stores, subject)
}

async function checkSubject(stores: TenantReaders, { kind, id }: GrantSubject): Promise<void> {
  if (kind === 'group') await presentGroup(stores, id)
  else if (kind === 'user') await presentUser(stores, id)
  else found(await stores.delegations.find(id), 'agency')
}

async function checkEnterpriseScope({ enterpriseProjects }: TenantReaders, id: string): Promise<void> {
  if (id !== defaultEnterpriseProject.id) found(await enterpriseProjects.find(id), 'enterprise project')
}

/** AX is for the account, XA for projects (API reference of IAM, role types); `all-projects` is both. */
function checkFits({ type }: Role, { kind }: GrantScope): void {
  const needed = kind === 'account' ? 'A' : kind === 'project' ? '.A' : undefined
  const isFit = needed === undefined || (needed === 'A' ? type.startsWith('A') : type.endsWith('A'))
  if (!isFit)
    throw new DomainError('state-forbids', {
      parameter: 'role_id',
      reason: `of type ${type} is not for this scope`,
    })
}
