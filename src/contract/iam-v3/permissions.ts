import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { identifier } from './shapes.ts'

const Statement = Type.Object({
  effect: oneOf(['Allow', 'Deny']),
  role_id: Type.String(),
  role_name: Type.String(),
  statement: Type.Integer({ description: 'which of the policy, counted from 0' }),
  granted_to: Type.Object({ kind: Type.String(), id: Type.String() }),
  scope: Type.Object({ kind: Type.String(), id: nullable(Type.String()) }),
})

/** Ours: IAM has no such call. */
export const explainPermission = {
  id: 'ExplainPermission',
  method: 'POST',
  path: '/v3.0/OS-PERMISSION/explain',
  summary: 'Say whether a user would be allowed something, and which statement says so',
  action: 'iam:permissions:explain',
  body: Type.Object({
    user_id: identifier,
    action: identifier,
    resource: Type.Optional(Type.Object({ kind: oneOf(['ca', 'cert']), id: Type.Optional(identifier) })),
    enterprise_project_id: Type.Optional(Type.String({ maxLength: 64 })),
    source_ip: Type.Optional(Type.String({ maxLength: 45 })),
  }),
  success: {
    status: 200,
    body: Type.Object({
      allowed: Type.Boolean(),
      because: oneOf(['administrator', 'allowed', 'denied', 'nothing-allows']),
      decisive: nullable(Statement),
      considered: Type.Array(Statement),
    }),
  },
} as const satisfies ApiOperation

const action = Type.Unsafe<`${string}:${string}:${string}` | 'secu_admin' | 'installation'>({
  type: 'string',
  pattern: '^([a-z]+:[A-Za-z]*:[A-Za-z]+|secu_admin|installation)$',
  maxLength: 128,
  expectation: 'must be an action, such as pca:ca:create',
})

/** Ours: what the console offers. */
export const listAllowedActions = {
  id: 'ListAllowedActions',
  method: 'POST',
  path: '/v3.0/OS-PERMISSION/allowed',
  summary: 'Say which of some actions the caller may do, on one resource at least',
  action: null,
  body: Type.Object({ actions: Type.Array(action, { minItems: 1, maxItems: 300 }) }),
  success: { status: 200, body: Type.Object({ allowed: Type.Array(Type.String()) }) },
} as const satisfies ApiOperation
