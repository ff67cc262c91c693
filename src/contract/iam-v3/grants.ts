import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { EnterpriseProject } from './enterprise-projects.ts'
import { Group } from './groups.ts'
import { Role } from './roles.ts'
import { listOf, path } from './shapes.ts'
import { User } from './users.ts'

/** Where a kind of grant stands in paths, and what its four operations are called. */
interface GrantPlace {
  readonly subject: 'group' | 'agency' | 'user'
  readonly scope: 'account' | 'project' | 'all-projects' | 'enterprise-project'
  /** Up to the role. */
  readonly root: string
  /** Behind the role, and behind the list. */
  readonly suffix: string
  readonly parameters: readonly string[]
  readonly ids: {
    readonly grant: string
    readonly check?: string
    readonly revoke: string
    readonly list: string
  }
}

const groupInDomain = { subject: 'group', suffix: '', parameters: ['domain_id', 'group_id'] } as const
const agencyInDomain = { subject: 'agency', suffix: '', parameters: ['domain_id', 'agency_id'] } as const
const inEnterpriseProject = { scope: 'enterprise-project', suffix: '' } as const

const places = [
  {
    ...groupInDomain,
    scope: 'account',
    root: '/v3/domains/{domain_id}/groups/{group_id}/roles',
    ids: {
      grant: 'KeystoneAssociateGroupWithDomainPermission',
      check: 'KeystoneCheckDomainPermissionForGroup',
      revoke: 'KeystoneRemoveDomainPermissionFromGroup',
      list: 'KeystoneListDomainPermissionsForGroup',
    },
  },
  {
    ...groupInDomain,
    scope: 'project',
    root: '/v3/projects/{project_id}/groups/{group_id}/roles',
    parameters: ['project_id', 'group_id'],
    ids: {
      grant: 'KeystoneAssociateGroupWithProjectPermission',
      check: 'KeystoneCheckProjectPermissionForGroup',
      revoke: 'KeystoneRemoveProjectPermissionFromGroup',
      list: 'KeystoneListProjectPermissionsForGroup',
    },
  },
  {
    ...groupInDomain,
    scope: 'all-projects',
    root: '/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles',
    suffix: '/inherited_to_projects',
    ids: {
      grant: 'UpdateDomainGroupInheritRole',
      check: 'KeystoneCheckroleForGroup',
      revoke: 'DeleteDomainGroupInheritedRole',
      list: 'KeystoneListAllProjectPermissionsForGroup',
    },
  },
  {
    ...agencyInDomain,
    scope: 'account',
    root: '/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles',
    ids: {
      grant: 'AssociateAgencyWithDomainPermission',
      check: 'CheckDomainPermissionForAgency',
      revoke: 'RemoveDomainPermissionFromAgency',
      list: 'ListDomainPermissionsForAgency',
    },
  },
  {
    ...agencyInDomain,
    scope: 'project',
    root: '/v3.0/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles',
    parameters: ['project_id', 'agency_id'],
    ids: {
      grant: 'AssociateAgencyWithProjectPermission',
      check: 'CheckProjectPermissionForAgency',
      revoke: 'RemoveProjectPermissionFromAgency',
      list: 'ListProjectPermissionsForAgency',
    },
  },
  {
    ...agencyInDomain,
    scope: 'all-projects',
    root: '/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles',
    suffix: '/inherited_to_projects',
    ids: {
      grant: 'AssociateAgencyWithAllProjectsPermission',
      check: 'CheckAllProjectsPermissionForAgency',
      revoke: 'RemoveAllProjectsPermissionFromAgency',
      list: 'ListAllProjectsPermissionsForAgency',
    },
  },
  {
    ...inEnterpriseProject,
    subject: 'group',
    root: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles',
    parameters: ['enterprise_project_id', 'group_id'],
    ids: {
      grant: 'AssociateRoleToGroupOnEnterpriseProject',
      revoke: 'RevokeRoleFromGroupOnEnterpriseProject',
      list: 'ListRolesForGroupOnEnterpriseProject',
    },
  },
  {
    ...inEnterpriseProject,
    subject: 'user',
    root: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles',
    parameters: ['enterprise_project_id', 'user_id'],
    ids: {
      grant: 'AssociateRoleToUserOnEnterpriseProject',
      revoke: 'RevokeRoleFromUserOnEnterpriseProject',
      list: 'ListRolesForUserOnEnterpriseProject',
    },
  },
] as const satisfies readonly GrantPlace[]

/** The operations of a kind of grant. */
export interface GrantOperations extends Pick<GrantPlace, 'subject' | 'scope'> {
  readonly grant: ApiOperation
  readonly check?: ApiOperation
  readonly revoke: ApiOperation
  readonly list: ApiOperation
}

export const grantOperations: readonly GrantOperations[] = places.map(operationsOf)

function operationsOf({
  subject,
  scope,
  root,
  suffix,
  parameters,
  ids,
  ...place
}: GrantPlace): GrantOperations {
  const where = `to ${subject === 'agency' ? 'an' : 'a'} ${subject}`
  const one = { path: `${root}/{role_id}${suffix}`, params: path(...parameters, 'role_id') }
  const check = 'check' in ids ? ids.check : undefined
  return {
    ...place,
    subject,
    scope,
    grant: {
      id: ids.grant,
      method: 'PUT',
      ...one,
      summary: `Grant a role ${where}`,
      action: 'iam:permissions:grantRole',
      success: { status: 204 },
    },
    ...(check && {
      check: {
        id: check,
        method: 'HEAD' as const,
        ...one,
        summary: `Say whether a role is granted ${where}`,
        action: 'iam:permissions:checkRole' as const,
        success: { status: 204 as const },
      },
    }),
    revoke: {
      id: ids.revoke,
      method: 'DELETE',
      ...one,
      summary: `Take back a role that is granted ${where}`,
      action: 'iam:permissions:revokeRole',
      success: { status: 204 },
    },
    list: {
      id: ids.list,
      method: 'GET',
      path: `${root}${suffix}`,
      params: path(...parameters),
      summary: `List the roles that are granted ${where}`,
      action: 'iam:permissions:listRoles',
      success: { status: 200, body: listOf('roles', Role) },
    },
  }
}

const listing = { method: 'GET', action: 'iam:permissions:listRoles' } as const

export const listGrants = {
  id: 'ShowDomainRoleAssignments',
  ...listing,
  path: '/v3.0/OS-PERMISSION/role-assignments',
  summary: 'List what is granted in the account',
  query: Type.Object({
    domain_id: Type.Optional(Type.String({ maxLength: 64 })),
    role_id: Type.Optional(Type.String({ maxLength: 64 })),
    'subject.user_id': Type.Optional(Type.String({ maxLength: 64 })),
    'subject.group_id': Type.Optional(Type.String({ maxLength: 64 })),
    'subject.agency_id': Type.Optional(Type.String({ maxLength: 64 })),
    'scope.project_id': Type.Optional(Type.String({ maxLength: 64 })),
    'scope.domain_id': Type.Optional(Type.String({ maxLength: 64 })),
    'scope.enterprise_projects_id': Type.Optional(Type.String({ maxLength: 64 })),
  }),
  success: {
    status: 200,
    body: Type.Object({
      role_assignments: Type.Array(
        Type.Object({
          user: nullable(Type.Object({ id: Type.String() })),
          group: nullable(Type.Object({ id: Type.String() })),
          agency: nullable(Type.Object({ id: Type.String() })),
          role: Type.Object({ id: Type.String() }),
          scope: Type.Object({
            domain: nullable(Type.Object({ id: Type.String() })),
            project: nullable(Type.Object({ id: Type.String() })),
            enterprise_project: nullable(Type.Object({ id: Type.String() })),
          }),
          is_inherited: Type.Boolean(),
        }),
      ),
      total_num: Type.Integer(),
    }),
  },
} as const satisfies ApiOperation

const EnterpriseProjects = Type.Object({ 'enterprise-projects': Type.Array(EnterpriseProject) })

export const listProjectsOfGroup = {
  id: 'ListEnterpriseProjectsForGroup',
  ...listing,
  path: '/v3.0/OS-PERMISSION/groups/{group_id}/enterprise-projects',
  params: path('group_id'),
  summary: 'List the enterprise projects that a group has a role in',
  success: { status: 200, body: EnterpriseProjects },
} as const satisfies ApiOperation

export const listProjectsOfUser = {
  id: 'ListEnterpriseProjectsForUser',
  ...listing,
  path: '/v3.0/OS-PERMISSION/users/{user_id}/enterprise-projects',
  params: path('user_id'),
  summary: 'List the enterprise projects that a user has a role in',
  success: { status: 200, body: EnterpriseProjects },
} as const satisfies ApiOperation

export const listGroupsOfProject = {
  id: 'ListGroupsForEnterpriseProject',
  ...listing,
  path: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups',
  params: path('enterprise_project_id'),
  summary: 'List the groups that have a role in an enterprise project',
  success: { status: 200, body: Type.Object({ groups: Type.Array(Group) }) },
} as const satisfies ApiOperation

export const listUsersOfProject = {
  id: 'ListUsersForEnterpriseProject',
  ...listing,
  path: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users',
  params: path('enterprise_project_id'),
  summary: 'List the users that have a role of their own in an enterprise project',
  success: { status: 200, body: Type.Object({ users: Type.Array(User) }) },
} as const satisfies ApiOperation
