import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { description, identifier, listOf, name, path, SelfLink } from './shapes.ts'

/** What mail can be sent to: HTML's valid e-mail address, so neither quotes, lists nor comments. */
const mailbox = (() => {
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
  return `[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})*`
})()

const password = Type.String({ minLength: 1, maxLength: 128 })

export const User = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  enabled: Type.Boolean(),
  description: Type.String(),
  email: Type.String(),
  areacode: Type.String(),
  phone: Type.String(),
  is_domain_owner: Type.Boolean(),
  access_mode: Type.String(),
  pwd_status: Type.Boolean(),
  create_time: Type.String(),
  password_expires_at: nullable(Type.String()),
  links: SelfLink,
})
const One = { status: 200, body: Type.Object({ user: User }) } as const

const profile = {
  password: Type.Optional(password),
  // an empty one takes away what is there
  email: Type.Optional(
    Type.String({
      maxLength: 255,
      pattern: `^(${mailbox})?$`,
      expectation: 'must be an address, as in ops@example.com',
      allowEmpty: true,
    }),
  ),
  areacode: Type.Optional(
    Type.String({ pattern: '^\\d{0,5}$', expectation: 'must be up to 5 digits', allowEmpty: true }),
  ),
  phone: Type.Optional(
    Type.String({ pattern: '^\\d{0,32}$', expectation: 'must be up to 32 digits', allowEmpty: true }),
  ),
  access_mode: Type.Optional(oneOf(['default', 'programmatic', 'console'])),
  pwd_status: Type.Optional(Type.Boolean()),
  enabled: Type.Optional(Type.Boolean()),
  description: Type.Optional(description),
}
export const CreateUserBody = Type.Object({
  user: Type.Object({ name, ...profile, domain_id: Type.Optional(identifier) }),
})
export const UpdateUserBody = Type.Object({ user: Type.Object({ name: Type.Optional(name), ...profile }) })

const params = path('user_id')
const one = { path: '/v3/users/{user_id}', params } as const
const extended = { path: '/v3.0/OS-USER/users/{user_id}', params } as const

const creation = {
  method: 'POST',
  summary: 'Create a user, to whom nothing is granted',
  action: 'iam:users:createUser',
  body: CreateUserBody,
  success: { ...One, status: 201 },
} as const

/** Keystone's, and the vendor's with address and telephone: both do the same. */
export const createUser = [
  { id: 'KeystoneCreateUser', path: '/v3/users', ...creation },
  { id: 'CreateUser', path: '/v3.0/OS-USER/users', ...creation },
] as const satisfies readonly ApiOperation[]

export const listUsers = {
  id: 'KeystoneListUsers',
  method: 'GET',
  path: '/v3/users',
  summary: 'List users',
  action: 'iam:users:listUsers',
  query: Type.Object({
    name: Type.Optional(Type.String({ maxLength: 256 })),
    enabled: Type.Optional(Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] })),
    domain_id: Type.Optional(identifier),
  }),
  success: { status: 200, body: listOf('users', User) },
} as const satisfies ApiOperation

const show = {
  method: 'GET',
  summary: 'Show a user',
  action: 'iam:users:getUser',
  isOwnAllowed: true,
  success: One,
} as const

export const showUser = [
  { id: 'KeystoneShowUser', ...one, ...show },
  { id: 'ShowUser', ...extended, ...show },
] as const satisfies readonly ApiOperation[]

const update = {
  summary: 'Change a user',
  action: 'iam:users:updateUser',
  body: UpdateUserBody,
  success: One,
} as const

export const updateUser = [
  { id: 'KeystoneUpdateUserByAdmin', method: 'PATCH', ...one, ...update },
  { id: 'UpdateUser', method: 'PUT', ...extended, ...update },
] as const satisfies readonly ApiOperation[]

export const deleteUser = {
  id: 'KeystoneDeleteUser',
  method: 'DELETE',
  ...one,
  summary: 'Delete a user with its keys, tokens, memberships and grants',
  action: 'iam:users:deleteUser',
  success: { status: 204 },
} as const satisfies ApiOperation

export const changePassword = {
  id: 'KeystoneUpdateUserPassword',
  method: 'POST',
  path: '/v3/users/{user_id}/password',
  params,
  summary: 'Change the own password; the tokens end',
  action: null,
  body: Type.Object({
    user: Type.Object({ password, original_password: Type.String({ minLength: 1, maxLength: 1024 }) }),
  }),
  success: { status: 204 },
} as const satisfies ApiOperation
