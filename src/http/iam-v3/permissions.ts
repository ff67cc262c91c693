import * as contract from '../../contract/iam-v3/permissions.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { ExplainedClaim } from '../../domain/operations/permission/explain.ts'
import { type Route, route } from '../wire/route.ts'

/** Why somebody may do something, or may not. */
export const permissionRoutes = (operations: Operations): Route[] => [
  route(contract.explainPermission, operations.explainPermission, {
    command: ({ body }) => ({
      userId: body.user_id,
      action: body.action,
      ...(body.resource && { resource: body.resource }),
      ...(body.enterprise_project_id !== undefined && { enterpriseProjectId: body.enterprise_project_id }),
      ...(body.source_ip !== undefined && { sourceAddress: body.source_ip }),
    }),
    present: ({ isAllowed, because, decisive, considered }) => ({
      allowed: isAllowed,
      because,
      decisive: decisive && presentClaim(decisive),
      considered: considered.map(presentClaim),
    }),
  }),
  route(contract.listAllowedActions, operations.listAllowedActions, {
    command: ({ body }) => ({
      asked: body.actions.map((action) => ({ action, isAboutResources: aboutResources.test(action) })),
    }),
    present: (allowed) => ({ allowed: [...allowed] }),
  }),
]

/** Of PCA and SCM those are about resources that name a kind of them. */
const aboutResources = /^(?:pca|scm):[a-z]+:/

const presentClaim = ({ effect, claim: { roleId, roleName, place, subject, scope } }: ExplainedClaim) => ({
  effect,
  role_id: roleId,
  role_name: roleName,
  statement: place,
  granted_to: { kind: subject.kind, id: subject.id },
  scope: { kind: scope.kind, id: 'id' in scope ? scope.id : null },
})
