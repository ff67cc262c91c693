import type { GrantScope, HeldGrant } from '../../src/domain/model/permission/grant.ts'
import { parsePolicy } from '../../src/domain/model/permission/parse-policy.ts'
import { permissionsOf, reachOf } from '../../src/domain/model/permission/permissions.ts'
import type { ConditionContext } from '../../src/domain/model/permission/policy.ts'
import { resourceObject, wholeAccount } from '../../src/domain/model/permission/policy-object.ts'
import { judge, type PolicyObject } from '../../src/domain/model/permission/reach.ts'

export interface WrittenStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource?: unknown
  readonly Condition?: object
}

export const allow = (Action: string | string[], rest: Partial<WrittenStatement> = {}): WrittenStatement => ({
  Effect: 'Allow',
  Action: [Action].flat(),
  ...rest,
})
export const deny = (Action: string | string[], rest: Partial<WrittenStatement> = {}): WrittenStatement => ({
  ...allow(Action, rest),
  Effect: 'Deny',
})

export const policy = (...Statement: WrittenStatement[]) => ({ Version: '1.1', Statement })

/** Roles as a group of the user holds them, each of one policy. */
export const held = (scope: GrantScope, ...statements: WrittenStatement[]): HeldGrant => ({
  subject: { kind: 'group', id: 'group' },
  roleId: 'role',
  scope,
  role: {
    id: 'role',
    name: 'role',
    displayName: 'Role',
    description: '',
    accountId: 'account',
    type: 'AA',
    policy: parsePolicy(policy(...statements), 'policy'),
    createdAt: 0,
    updatedAt: 0,
  },
})

export const onAccount: GrantScope = { kind: 'account' }
export const onProject: GrantScope = { kind: 'project', id: 'project' }
export const onEnterpriseProject = (id: string): GrantScope => ({ kind: 'enterprise-project', id })

export const account = wholeAccount('pca', 'account')
export const aCa = (id = 'ca-1', enterpriseProjectId = '0'): PolicyObject =>
  resourceObject('pca', 'account', { kind: 'ca', id, enterpriseProjectId })

/** Whether these grants allow it. */
export const allows = (
  grants: readonly HeldGrant[],
  action: string,
  object: PolicyObject = account,
  context: ConditionContext = {},
): boolean => judge(reachOf(permissionsOf(false, grants), action, context), object).isAllowed
