import { Type } from 'typebox'
import { type ApiOperation, oneOf } from '../operation.ts'
import { description, identifier, path } from './shapes.ts'

const root = '/v3.0/OS-CREDENTIAL/credentials'
const one = { path: `${root}/{access_key}`, params: path('access_key') } as const

const AccessKey = Type.Object({
  user_id: Type.String(),
  access: Type.String(),
  status: Type.String({ description: 'active or inactive' }),
  create_time: Type.String(),
  description: Type.String(),
})

export const createAccessKey = {
  id: 'CreatePermanentAccessKey',
  method: 'POST',
  path: root,
  summary: 'Create an access key; the secret is shown once',
  action: 'iam:credentials:createCredential',
  isOwnAllowed: true,
  body: Type.Object({
    credential: Type.Object({ user_id: identifier, description: Type.Optional(description) }),
  }),
  success: {
    status: 201,
    body: Type.Object({ credential: Type.Object({ ...AccessKey.properties, secret: Type.String() }) }),
  },
} as const satisfies ApiOperation

export const listAccessKeys = {
  id: 'ListPermanentAccessKeys',
  method: 'GET',
  path: root,
  summary: 'List the access keys of a user, without secrets',
  action: 'iam:credentials:listCredentials',
  isOwnAllowed: true,
  query: Type.Object({ user_id: Type.Optional(identifier) }),
  success: { status: 200, body: Type.Object({ credentials: Type.Array(AccessKey) }) },
} as const satisfies ApiOperation

export const showAccessKey = {
  id: 'ShowPermanentAccessKey',
  method: 'GET',
  ...one,
  summary: 'Show an access key, without its secret',
  action: 'iam:credentials:getCredential',
  isOwnAllowed: true,
  success: { status: 200, body: Type.Object({ credential: AccessKey }) },
} as const satisfies ApiOperation

export const updateAccessKey = {
  id: 'UpdatePermanentAccessKey',
  method: 'PUT',
  ...one,
  summary: 'Switch an access key off or on, or describe it',
  action: 'iam:credentials:updateCredential',
  isOwnAllowed: true,
  body: Type.Object({
    credential: Type.Object({
      status: Type.Optional(oneOf(['active', 'inactive'])),
      description: Type.Optional(description),
    }),
  }),
  success: { status: 200, body: Type.Object({ credential: AccessKey }) },
} as const satisfies ApiOperation

export const deleteAccessKey = {
  id: 'DeletePermanentAccessKey',
  method: 'DELETE',
  ...one,
  summary: 'Delete an access key',
  action: 'iam:credentials:deleteCredential',
  isOwnAllowed: true,
  success: { status: 204 },
} as const satisfies ApiOperation
