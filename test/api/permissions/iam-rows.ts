import type { Row, Rows } from './request-rows.ts'
import { roleBody, type Scene } from './scene.ts'

const nothing = (): Row => ({})
const userBody = (name: string) => ({ user: { name, password: 'A-new-passw0rd' } })

async function one(parameter: string, id: Promise<string>, body?: unknown): Promise<Row> {
  return { params: { [parameter]: await id }, ...(body !== undefined && { body }) }
}

async function member(scene: Scene, isMember: boolean): Promise<Row> {
  const params = { group_id: await scene.group(), user_id: await scene.user() }
  if (isMember) await scene.api('PUT', `/v3/groups/${params.group_id}/users/${params.user_id}`)
  return { params }
}

interface GrantPath {
  readonly path: string
  readonly subject: 'group' | 'user' | 'agency'
}

/** The four operations on a kind of grant; of those that look or take back, the grant is there. */
function grantRows({ path, subject }: GrantPath, ids: (string | undefined)[]): Rows {
  const params = async (scene: Scene) => ({
    role_id: await scene.role(),
    [`${subject}_id`]: await scene[subject](),
    ...(path.includes('{domain_id}') && { domain_id: scene.accountId }),
    ...(path.includes('{project_id}') && { project_id: scene.projectId }),
    ...(path.includes('{enterprise_project_id}') && {
      enterprise_project_id: await scene.enterpriseProject(),
    }),
  })
  const granted = async (scene: Scene): Promise<Row> => {
    const given: Record<string, string> = await params(scene)
    const answer = await scene.api(
      'PUT',
      path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? ''),
    )
    if (answer.status !== 204) throw new Error(`${path}: ${answer.status} ${answer.message}`)
    return { params: given }
  }
  const makers = [async (scene: Scene) => ({ params: await params(scene) }), granted, granted, granted]
  return Object.fromEntries(ids.flatMap((id, place) => (id ? [[id, makers[place] ?? granted]] : [])))
}

const grants: Rows = {
  ...grantRows({ path: '/v3/domains/{domain_id}/groups/{group_id}/roles/{role_id}', subject: 'group' }, [
    'KeystoneAssociateGroupWithDomainPermission',
    'KeystoneCheckDomainPermissionForGroup',
    'KeystoneRemoveDomainPermissionFromGroup',
    'KeystoneListDomainPermissionsForGroup',
  ]),
  ...grantRows({ path: '/v3/projects/{project_id}/groups/{group_id}/roles/{role_id}', subject: 'group' }, [
    'KeystoneAssociateGroupWithProjectPermission',
    'KeystoneCheckProjectPermissionForGroup',
    'KeystoneRemoveProjectPermissionFromGroup',
    'KeystoneListProjectPermissionsForGroup',
  ]),
  ...grantRows(
    {
      path: '/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/{role_id}/inherited_to_projects',
      subject: 'group',
    },
    [
      'UpdateDomainGroupInheritRole',
      'KeystoneCheckroleForGroup',
      'DeleteDomainGroupInheritedRole',
      'KeystoneListAllProjectPermissionsForGroup',
    ],
  ),
  ...grantRows(
    { path: '/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}', subject: 'agency' },
    [
      'AssociateAgencyWithDomainPermission',
      'CheckDomainPermissionForAgency',
      'RemoveDomainPermissionFromAgency',
      'ListDomainPermissionsForAgency',
    ],
  ),
  ...grantRows(
    { path: '/v3.0/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles/{role_id}', subject: 'agency' },
    [
      'AssociateAgencyWithProjectPermission',
      'CheckProjectPermissionForAgency',
      'RemoveProjectPermissionFromAgency',
      'ListProjectPermissionsForAgency',
    ],
  ),
  ...grantRows(
    {
      path: '/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}/inherited_to_projects',
      subject: 'agency',
    },
    [
      'AssociateAgencyWithAllProjectsPermission',
      'CheckAllProjectsPermissionForAgency',
      'RemoveAllProjectsPermissionFromAgency',
      'ListAllProjectsPermissionsForAgency',
    ],
  ),
  ...grantRows(
    {
      path: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles/{role_id}',
      subject: 'group',
    },
    [
      'AssociateRoleToGroupOnEnterpriseProject',
      undefined,
      'RevokeRoleFromGroupOnEnterpriseProject',
      'ListRolesForGroupOnEnterpriseProject',
    ],
  ),
  ...grantRows(
    {
      path: '/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles/{role_id}',
      subject: 'user',
    },
    [
      'AssociateRoleToUserOnEnterpriseProject',
      undefined,
      'RevokeRoleFromUserOnEnterpriseProject',
      'ListRolesForUserOnEnterpriseProject',
    ],
  ),
}

/** The operations of IAM. */
export const iamRows: Rows = {
  ...grants,
  CreateTemporaryAccessKeyByToken: () => ({ body: { auth: { identity: { methods: ['token'] } } } }),
  KeystoneValidateToken: async (scene) => ({
    headers: { 'X-Subject-Token': await scene.token() },
    // as any token that is not known
    stranger: 401,
  }),
  KeystoneRevokeToken: async (scene) => ({
    headers: { 'X-Subject-Token': await scene.token() },
    stranger: 401,
  }),
  KeystoneListProjects: nothing,
  KeystoneListAuthProjects: nothing,
  KeystoneListProjectsForUser: (scene) => one('user_id', scene.user()),
  KeystoneShowProject: (scene) => one('project_id', scene.project()),
  KeystoneCreateProject: () => ({ body: { project: { name: 'matrix-project' } } }),
  KeystoneUpdateProject: (scene) => one('project_id', scene.project(), { project: { description: 'x' } }),
  KeystoneDeleteProject: (scene) => one('project_id', scene.project()),
  ShowDomainQuota: (scene) => ({ params: { domain_id: scene.accountId } }),
  ShowProjectQuota: (scene) => one('project_id', scene.project()),
  ShowEnterpriseProjectQuota: nothing,
  UpdateProjectStatus: (scene) => one('project_id', scene.project(), { project: { status: 'suspended' } }),
  KeystoneListAuthDomains: nothing,
  KeystoneCreateDomain: () => ({ body: { domain: { name: 'matrix-account' } }, stranger: 403 }),
  KeystoneListDomains: () => ({ stranger: 403 }),
  KeystoneUpdateDomain: (scene) => ({
    params: { domain_id: scene.otherAccountId },
    body: { domain: { ca_quota: 100 } },
    stranger: 403,
  }),
  KeystoneListRegions: nothing,
  KeystoneCreateUser: () => ({ body: userBody('matrix-user') }),
  CreateUser: () => ({ body: userBody('matrix-user-2') }),
  KeystoneListUsers: nothing,
  KeystoneShowUser: (scene) => one('user_id', scene.user()),
  ShowUser: (scene) => one('user_id', scene.user()),
  KeystoneUpdateUserByAdmin: (scene) => one('user_id', scene.user(), { user: { description: 'x' } }),
  UpdateUser: (scene) => one('user_id', scene.user(), { user: { description: 'x' } }),
  KeystoneDeleteUser: (scene) => one('user_id', scene.user()),
  KeystoneUpdateUserPassword: async (scene) => ({
    ...(await one('user_id', scene.user(), {
      user: { password: 'A-new-passw0rd', original_password: 'Old-passw0rd' },
    })),
    stranger: 403,
  }),
  KeystoneCreateGroup: () => ({ body: { group: { name: 'matrix-group' } } }),
  KeystoneListGroups: nothing,
  KeystoneShowGroup: (scene) => one('group_id', scene.group()),
  KeystoneUpdateGroup: (scene) => one('group_id', scene.group(), { group: { description: 'x' } }),
  KeystoneDeleteGroup: (scene) => one('group_id', scene.group()),
  KeystoneListUsersForGroupByAdmin: (scene) => one('group_id', scene.group()),
  KeystoneListGroupsForUser: (scene) => one('user_id', scene.user()),
  KeystoneAddUserToGroup: (scene) => member(scene, false),
  KeystoneCheckUserInGroup: (scene) => member(scene, true),
  KeystoneRemoveUserFromGroup: (scene) => member(scene, true),
  KeystoneListPermissions: nothing,
  ListCustomPolicies: nothing,
  KeystoneShowPermission: (scene) => one('role_id', scene.role()),
  ShowCustomPolicy: (scene) => one('role_id', scene.role()),
  CreateCloudServiceCustomPolicy: () => ({ body: roleBody('matrix-role') }),
  UpdateCloudServiceCustomPolicy: (scene) => one('role_id', scene.role(), { role: { description: 'y' } }),
  DeleteCustomPolicy: (scene) => one('role_id', scene.role()),
  ShowDomainRoleAssignments: nothing,
  ListEnterpriseProjectsForGroup: (scene) => one('group_id', scene.group()),
  ListEnterpriseProjectsForUser: (scene) => one('user_id', scene.user()),
  ListGroupsForEnterpriseProject: (scene) => one('enterprise_project_id', scene.enterpriseProject()),
  ListUsersForEnterpriseProject: (scene) => one('enterprise_project_id', scene.enterpriseProject()),
  CreatePermanentAccessKey: async (scene) => ({
    body: { credential: { user_id: await scene.user() } },
    stranger: 404,
  }),
  ListPermanentAccessKeys: async (scene) => ({ query: `user_id=${await scene.user()}`, stranger: 404 }),
  ShowPermanentAccessKey: (scene) => one('access_key', scene.accessKey()),
  UpdatePermanentAccessKey: (scene) =>
    one('access_key', scene.accessKey(), { credential: { status: 'inactive' } }),
  DeletePermanentAccessKey: (scene) => one('access_key', scene.accessKey()),
  CreateIamAgency: (scene) => ({
    body: { agency: { name: 'matrix-agency', trust_domain_id: scene.otherAccountId } },
    // it would trust itself
    stranger: 400,
  }),
  ListAgencies: nothing,
  ShowIamAgency: (scene) => one('agency_id', scene.agency()),
  UpdateAgency: (scene) => one('agency_id', scene.agency(), { agency: { description: 'x' } }),
  DeleteAgency: (scene) => one('agency_id', scene.agency()),
  ListEnterpriseProject: nothing,
  ShowEnterpriseProject: (scene) => one('enterprise_project_id', scene.enterpriseProject()),
  CreateEnterpriseProject: () => ({ body: { name: 'matrix-project' } }),
  UpdateEnterpriseProject: (scene) =>
    one('enterprise_project_id', scene.enterpriseProject(), { description: 'x' }),
  EnableEnterpriseProject: (scene) =>
    one('enterprise_project_id', scene.enterpriseProject(), { action: 'disable' }),
  ExplainPermission: async (scene) => ({
    body: { user_id: await scene.user(), action: 'pca:ca:list' },
    stranger: 404,
  }),
  ListAllowedActions: () => ({ body: { actions: ['pca:ca:create'] } }),
}
