import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { Links, Named, name, path, SelfLink } from './shapes.ts'

export const listAuthorizedAccounts = {
  id: 'KeystoneListAuthDomains',
  method: 'GET',
  path: '/v3/auth/domains',
  summary: 'List the accounts that the caller may take a token for',
  action: null,
  success: {
    status: 200,
    body: Type.Object({
      domains: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          enabled: Type.Boolean(),
          description: Type.String(),
          links: Type.Object({ self: Type.String() }),
        }),
      ),
      links: Links,
    }),
  },
} as const satisfies ApiOperation

/** Beyond Keystone's: what an account may have, null for the installation's default. */
const quotas = {
  ca_quota: nullable(Type.Integer({ minimum: 0, maximum: 2 ** 31 })),
  certificate_quota: nullable(Type.Integer({ minimum: 0, maximum: 2 ** 31 })),
}
const Account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  enabled: Type.Boolean(),
  description: Type.String(),
  ...quotas,
  links: SelfLink,
})

export const CreateAccountBody = Type.Object({
  domain: Type.Object({
    name,
    enabled: Type.Optional(Type.Boolean()),
    user: Type.Optional(
      Type.Object({
        name: Type.Optional(name),
        password: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      }),
    ),
  }),
})

export const createAccount = {
  id: 'KeystoneCreateDomain',
  method: 'POST',
  path: '/v3/domains',
  summary: 'Create an account with a user who may do everything in it; a password that is made is shown once',
  action: 'installation',
  body: CreateAccountBody,
  success: {
    status: 201,
    body: Type.Object({
      domain: Account,
      user: Type.Object({
        id: Type.String(),
        name: Type.String(),
        password: Type.Optional(Type.String({ description: 'where none was given' })),
      }),
      project: Named,
    }),
  },
} as const satisfies ApiOperation

export const listAccounts = {
  id: 'KeystoneListDomains',
  method: 'GET',
  path: '/v3/domains',
  summary: 'List all accounts of the installation',
  action: 'installation',
  success: { status: 200, body: Type.Object({ domains: Type.Array(Account), links: Links }) },
} as const satisfies ApiOperation

export const UpdateAccountBody = Type.Object({
  domain: Type.Object({
    name: Type.Optional(name),
    enabled: Type.Optional(Type.Boolean()),
    ca_quota: Type.Optional(Type.Integer({ minimum: -1, maximum: 2 ** 31, description: '-1: the default' })),
    certificate_quota: Type.Optional(
      Type.Integer({ minimum: -1, maximum: 2 ** 31, description: '-1: the default' }),
    ),
  }),
})

export const updateAccount = {
  id: 'KeystoneUpdateDomain',
  method: 'PATCH',
  path: '/v3/domains/{domain_id}',
  params: path('domain_id'),
  summary: 'Change an account, or disable it',
  action: 'installation',
  body: UpdateAccountBody,
  success: { status: 200, body: Type.Object({ domain: Account }) },
} as const satisfies ApiOperation
