import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { description, Links, path, policyDocument, SelfLink } from './shapes.ts'

export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
  description_cn: Type.String(),
  catalog: Type.String(),
  type: Type.String(),
  flag: nullable(Type.String()),
  domain_id: nullable(Type.String()),
  policy: policyDocument,
  created_time: Type.String(),
  updated_time: Type.String(),
  links: SelfLink,
})
const One = { status: 200, body: Type.Object({ role: Role }) } as const
const Many = {
  status: 200,
  body: Type.Object({ roles: Type.Array(Role), total_number: Type.Integer(), links: Links }),
} as const

const params = path('role_id')
const custom = { path: '/v3.0/OS-ROLE/roles/{role_id}', params } as const

const displayName = Type.String({
  pattern: '^[^\\p{C}]{1,128}$',
  expectation: 'must have 1 to 128 characters',
})
const type = oneOf(['AX', 'XA', 'AA'], { description: 'AX on the account, XA on projects, AA on both' })

export const listRoles = {
  id: 'KeystoneListPermissions',
  method: 'GET',
  path: '/v3/roles',
  summary: 'List roles and policies, the service’s own and the account’s',
  action: 'iam:roles:listRoles',
  query: Type.Object({
    display_name: Type.Optional(Type.String({ maxLength: 256 })),
    name: Type.Optional(Type.String({ maxLength: 256 })),
    catalog: Type.Optional(Type.String({ maxLength: 64 })),
    type: Type.Optional(Type.String({ maxLength: 64 })),
    page: Type.Optional(Type.Integer({ minimum: 1 })),
    per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
  }),
  success: Many,
} as const satisfies ApiOperation

export const showRole = {
  id: 'KeystoneShowPermission',
  method: 'GET',
  path: '/v3/roles/{role_id}',
  params,
  summary: 'Show a role or policy',
  action: 'iam:roles:getRole',
  success: One,
} as const satisfies ApiOperation

export const listCustomRoles = {
  id: 'ListCustomPolicies',
  method: 'GET',
  path: '/v3.0/OS-ROLE/roles',
  summary: 'List the policies that the account wrote',
  action: 'iam:roles:listRoles',
  query: Type.Object({
    page: Type.Optional(Type.Integer({ minimum: 1 })),
    per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
  }),
  success: Many,
} as const satisfies ApiOperation

export const showCustomRole = {
  id: 'ShowCustomPolicy',
  method: 'GET',
  ...custom,
  summary: 'Show a policy that the account wrote',
  action: 'iam:roles:getRole',
  success: One,
} as const satisfies ApiOperation

export const createRole = {
  id: 'CreateCloudServiceCustomPolicy',
  method: 'POST',
  path: '/v3.0/OS-ROLE/roles',
  summary: 'Write a policy',
  action: 'iam:roles:createRole',
  body: Type.Object({
    role: Type.Object({
      display_name: displayName,
      type,
      description: Type.Optional(description),
      description_cn: Type.Optional(description),
      policy: policyDocument,
    }),
  }),
  success: { ...One, status: 201 },
} as const satisfies ApiOperation

export const updateRole = {
  id: 'UpdateCloudServiceCustomPolicy',
  method: 'PATCH',
  ...custom,
  summary: 'Change a policy; who has it has the new one at once',
  action: 'iam:roles:updateRole',
  body: Type.Object({
    role: Type.Object({
      display_name: Type.Optional(displayName),
      type: Type.Optional(type),
      description: Type.Optional(description),
      description_cn: Type.Optional(description),
      policy: Type.Optional(policyDocument),
    }),
  }),
  success: One,
} as const satisfies ApiOperation

export const deleteRole = {
  id: 'DeleteCustomPolicy',
  method: 'DELETE',
  ...custom,
  summary: 'Delete a policy that nobody has',
  action: 'iam:roles:deleteRole',
  success: { status: 204 },
} as const satisfies ApiOperation
