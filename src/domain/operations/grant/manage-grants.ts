import { DomainError } from '../../model/errors.ts'
import {
  defaultEnterpriseProject,
  type EnterpriseProject,
  type Group,
  type UserProfile,
} from '../../model/identity.ts'
import type { Grant, GrantScope, GrantSubject, Role, RoleType } from '../../model/permission/grant.ts'
import { findSystemRole } from '../../model/permission/system-roles.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentGroup } from '../group/manage-groups.ts'
import { checkBound } from '../identity/check-bound.ts'
import { found } from '../identity/found.ts'
import { presentProject } from '../project/manage-projects.ts'
import { presentRole } from '../role/manage-roles.ts'
import { presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'

/**
 * Given twice it is given once. Throws `identity-not-found`, `quota-exceeded`, `state-forbids` where the role is not
 * for such a scope.
 */
export async function grantRole(call: Call, grant: Grant): Promise<void> {
  await call.write(async (stores, tell) => {
    await checkParts(stores, grant)
    checkFits(await presentRole(stores, grant.roleId), grant.scope)
    if ((await stores.grants.count(grant)) === 0) await checkRoom(call, stores, grant)
    await stores.grants.add(grant, call.clock.now())
    tell({ kind: 'grant', id: grant.roleId, after: grant })
  })
}

/** Throws `identity-not-found` where it is not granted. */
export async function revokeRole(call: Call, grant: Grant): Promise<void> {
  await call.write(async (stores, tell) => {
    await checkParts(stores, grant)
    found((await stores.grants.remove(grant)) || undefined, 'grant')
    tell({ kind: 'grant', id: grant.roleId, before: grant })
  })
}

/** Throws `identity-not-found` where it is not granted. */
export async function checkRole(call: Call, grant: Grant): Promise<void> {
  await call.read(async (stores) => {
    await checkParts(stores, grant)
    const [granted] = await stores.grants.list(grant)
    found(granted, 'grant')
  })
}

export type GrantPlace = Omit<Grant, 'roleId'>

/** The roles that somebody has in one place. */
export const listGrantedRoles = (call: Call, place: GrantPlace): Promise<Role[]> =>
  call.read(async (stores) => {
    await checkParts(stores, place)
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
    const projects = [defaultEnterpriseProject, ...(await stores.enterpriseProjects.list({}))]
    return projects.filter(({ id }) => ids.has(id))
  })

/** Who has a role in an enterprise project: its groups. */
export const listGroupsOfProject = (call: Call, { id }: { readonly id: string }): Promise<Group[]> =>
  call.read(async (stores) => {
    await checkEnterpriseScope(stores, id)
    return await stores.groups.list({ enterpriseProjectId: id })
  })

/** Who has a role in an enterprise project: its users. */
export const listUsersOfProject = (call: Call, { id }: { readonly id: string }): Promise<UserProfile[]> =>
  call.read(async (stores) => {
    await checkEnterpriseScope(stores, id)
    return await stores.users.list({ enterpriseProjectId: id })
  })

/** The subject first: whoever grants it something else waits, so that no two take the last place. */
async function checkParts(stores: TenantReaders, { subject, scope }: GrantPlace): Promise<void> {
  await checkSubject(stores, subject)
  if (scope.kind === 'project') await presentProject(stores, scope.id)
  if (scope.kind === 'enterprise-project') await checkEnterpriseScope(stores, scope.id)
}

async function checkSubject(stores: TenantReaders, { kind, id }: GrantSubject): Promise<void> {
  if (kind === 'group') await presentGroup(stores, id)
  else if (kind === 'user') await presentUser(stores, id)
  else found(await stores.delegations.find(id), 'agency')
}

async function checkEnterpriseScope({ enterpriseProjects }: TenantReaders, id: string): Promise<void> {
  if (id !== defaultEnterpriseProject.id) found(await enterpriseProjects.find(id), 'enterprise project')
}

const placesOf: Readonly<Record<RoleType, readonly GrantScope['kind'][]>> = {
  AX: ['account', 'all-projects', 'enterprise-project'],
  XA: ['project', 'all-projects', 'enterprise-project'],
  AA: ['account', 'project', 'all-projects', 'enterprise-project'],
  XX: [],
}

/**
 * Where a role counts is its type (API reference of IAM, types of permissions). All projects are those of the account's
 * regions and its global one, so that either half fits there.
 */
function checkFits({ type }: Role, { kind }: GrantScope): void {
  if (placesOf[type].includes(kind)) return
  throw new DomainError('state-forbids', {
    parameter: 'role_id',
    reason: `of type ${type} is not for this scope`,
  })
}

/** What somebody has on enterprise projects is bounded apart, as with the vendor. */
async function checkRoom(call: Call, { grants }: TenantReaders, { subject, scope }: Grant): Promise<void> {
  const { grantsOnProjects, grantsOnEnterpriseProjects } = call.settings.identityBounds
  const here = await grants.count({ subject, scopeKind: 'enterprise-project' })
  const who = subject.kind === 'agency' ? 'an agency' : `a ${subject.kind}`
  if (scope.kind === 'enterprise-project')
    return checkBound(here, grantsOnEnterpriseProjects, who, 'grants on enterprise projects')
  checkBound(
    (await grants.count({ subject })) - here,
    grantsOnProjects,
    who,
    'grants on the account and its projects',
  )
}
