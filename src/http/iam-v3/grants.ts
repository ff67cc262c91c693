import * as contract from '../../contract/iam-v3/grants.ts'
import type { Grant, GrantScope, GrantSubject } from '../../domain/model/permission/grant.ts'
import type { GrantPlace } from '../../domain/operations/grant/manage-grants.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, type RouteInput, route, type Scene } from '../wire/route.ts'
import { type Presenters, presentEnterpriseProject } from './present.ts'
import { checkOwnAccount } from './read-scope.ts'

/** What is granted to whom, and where: one table of places, four operations each. */
export const grantRoutes = (operations: Operations, present: Presenters): Route[] => [
  ...contract.grantOperations.flatMap((place) => routesOf(operations, present, place)),
  ...listRoutes(operations, present),
]

type Params = Readonly<Record<string, string>>

function routesOf(operations: Operations, present: Presenters, place: contract.GrantOperations): Route[] {
  const placeOf = ({ params }: RouteInput, scene: Scene): GrantPlace => {
    const given = params as Params
    checkOwnAccount(given['domain_id'], scene)
    return { subject: subjectOf(place.subject, given), scope: scopeOf(place.scope, given) }
  }
  const grantOf = (input: RouteInput, scene: Scene): Grant => ({
    ...placeOf(input, scene),
    roleId: (input.params as Params)['role_id'] ?? '',
  })
  return [
    route(place.grant, operations.grantRole, { command: grantOf }),
    ...(place.check ? [route(place.check, operations.checkRole, { command: grantOf })] : []),
    route(place.revoke, operations.revokeRole, { command: grantOf }),
    {
      operation: place.list,
      answer: async (input, scene) => ({
        body: {
          roles: (await operations.listGrantedRoles(scene.caller, placeOf(input, scene))).map(present.role),
          links: present.listLinks('/v3/roles'),
        },
      }),
    },
  ]
}

const subjectOf = (kind: GrantSubject['kind'], params: Params): GrantSubject => ({
  kind,
  id: params[`${kind}_id`] ?? '',
})

function scopeOf(kind: GrantScope['kind'], params: Params): GrantScope {
  if (kind === 'project') return { kind, id: params['project_id'] ?? '' }
  if (kind === 'enterprise-project') return { kind, id: params['enterprise_project_id'] ?? '' }
  return { kind }
}

function listRoutes(operations: Operations, present: Presenters): Route[] {
  return [
    route(contract.listGrants, operations.listGrants, {
      command({ query }, scene) {
        checkOwnAccount(query.domain_id, scene)
        checkOwnAccount(query['scope.domain_id'], scene)
        return { ...readSubject(query), ...readScope(query), ...(query.role_id && { roleId: query.role_id }) }
      },
      present: (grants, scene) => ({
        role_assignments: grants.map((grant) => presentGrant(grant, scene)),
        total_num: grants.length,
      }),
    }),
    route(contract.listProjectsOfGroup, operations.listProjectsOfSubject, {
      command: ({ params }) => ({ kind: 'group' as const, id: params.group_id }),
      present: (projects) => ({ 'enterprise-projects': projects.map(presentEnterpriseProject) }),
    }),
    route(contract.listProjectsOfUser, operations.listProjectsOfSubject, {
      command: ({ params }) => ({ kind: 'user' as const, id: params.user_id }),
      present: (projects) => ({ 'enterprise-projects': projects.map(presentEnterpriseProject) }),
    }),
    route(contract.listGroupsOfProject, operations.listGroupsOfProject, {
      command: ({ params }) => ({ id: params.enterprise_project_id }),
      present: (groups, scene) => ({ groups: groups.map((group) => present.group(group, scene)) }),
    }),
    route(contract.listUsersOfProject, operations.listUsersOfProject, {
      command: ({ params }) => ({ id: params.enterprise_project_id }),
      present: (users) => ({ users: users.map(present.user) }),
    }),
  ]
}

function readSubject(query: Readonly<Record<string, string | undefined>>): {
  readonly subject?: GrantSubject
} {
  for (const kind of ['user', 'group', 'agency'] as const) {
    const id = query[`subject.${kind}_id`]
    if (id) return { subject: { kind, id } }
  }
  return {}
}

function readScope(query: Readonly<Record<string, string | undefined>>): { readonly scope?: GrantScope } {
  const project = query['scope.project_id']
  if (project) return { scope: { kind: 'project', id: project } }
  const enterpriseProject = query['scope.enterprise_projects_id']
  if (enterpriseProject) return { scope: { kind: 'enterprise-project', id: enterpriseProject } }
  return query['scope.domain_id'] ? { scope: { kind: 'account' } } : {}
}

function presentGrant({ subject, scope, roleId }: Grant, { caller }: Scene) {
  const subjects = { user: null, group: null, agency: null }
  const scopes = { domain: null, project: null, enterprise_project: null }
  return {
    ...subjects,
    [subject.kind]: { id: subject.id },
    role: { id: roleId },
    scope: {
      ...scopes,
      ...(scope.kind === 'project' && { project: { id: scope.id } }),
      ...(scope.kind === 'enterprise-project' && { enterprise_project: { id: scope.id } }),
      ...(!('id' in scope) && { domain: { id: caller.account.id } }),
    },
    is_inherited: scope.kind === 'all-projects',
  }
}
