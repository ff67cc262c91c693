import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
import { identifier, Named } from './shapes.ts'

/** Keystone's calls that SDKs, Terraform and scripts make before anything else (client contract 2.7). */

const text = identifier
const Designation = Type.Object({ id: Type.Optional(text), name: Type.Optional(text) })
const ProjectDesignation = Type.Object({
  id: Type.Optional(text),
  name: Type.Optional(text),
  domain: Type.Optional(Designation),
})

/** An agency, and the account that made it, by id or by name. */
const AgencyDesignation = Type.Object({
  agency_name: text,
  domain_id: Type.Optional(text),
  domain_name: Type.Optional(text),
})

export const TokenScope = Type.Object({
  project: Type.Optional(ProjectDesignation),
  domain: Type.Optional(Designation),
})

export const TokenBody = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(Type.String(), { minItems: 1, maxItems: 4 }),
      password: Type.Optional(
        Type.Object({
          user: Type.Object({
            id: Type.Optional(text),
            name: Type.Optional(text),
            password: Type.String({ minLength: 1, maxLength: 1024 }),
            domain: Type.Optional(Designation),
          }),
        }),
      ),
      token: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 1024 }) })),
      hw_ak_sk: Type.Optional(
        Type.Object({ access: Type.Object({ key: text }), secret: Type.Object({ key: text }) }),
      ),
      assume_role: Type.Optional(AgencyDesignation),
    }),
    scope: Type.Optional(TokenScope),
  }),
})

export const TokenDescription = Type.Object({
  token: Type.Object({
    expires_at: Type.String(),
    issued_at: Type.String(),
    methods: Type.Array(Type.String()),
    user: Type.Object({
      id: Type.String(),
      name: Type.String(),
      password_expires_at: Type.String(),
      domain: Named,
    }),
    project: Type.Optional(Type.Object({ id: Type.String(), name: Type.String(), domain: Named })),
    domain: Type.Optional(Named),
    roles: Type.Array(Named),
    catalog: Type.Array(Type.Unknown()),
  }),
})

export const subjectToken = { 'X-Subject-Token': 'the token' }
const SubjectToken = Type.Object({
  'X-Subject-Token': Type.String({ description: 'the token that is meant' }),
})

export const createToken = {
  id: 'KeystoneCreateUserTokenByPassword',
  method: 'POST',
  path: '/v3/auth/tokens',
  summary:
    'Take a token for a password, a token, an access key or an agency; it comes in the header X-Subject-Token',
  action: 'open',
  headers: Type.Object({
    'X-Auth-Token': Type.Optional(Type.String({ description: 'who assumes an agency' })),
  }),
  body: TokenBody,
  success: { status: 201, headers: subjectToken, body: TokenDescription },
} as const satisfies ApiOperation

export const showToken = {
  id: 'KeystoneValidateToken',
  method: 'GET',
  path: '/v3/auth/tokens',
  summary: 'Show the token in the header X-Subject-Token',
  action: null,
  headers: SubjectToken,
  success: { status: 200, headers: subjectToken, body: TokenDescription },
} as const satisfies ApiOperation

export const revokeToken = {
  id: 'KeystoneRevokeToken',
  method: 'DELETE',
  path: '/v3/auth/tokens',
  summary: 'End the token in the header X-Subject-Token',
  action: null,
  headers: SubjectToken,
  success: { status: 204 },
} as const satisfies ApiOperation

const lifetime = Type.Integer({ minimum: 900, maximum: 86_400, description: 'seconds; 900 unless told' })

export const TemporaryKeyBody = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(Type.String(), { minItems: 1, maxItems: 4 }),
      token: Type.Optional(
        Type.Object({
          id: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
          duration_seconds: Type.Optional(lifetime),
        }),
      ),
      assume_role: Type.Optional(
        Type.Object({ ...AgencyDesignation.properties, duration_seconds: Type.Optional(lifetime) }),
      ),
      // one that got lost would leave the key as wide as its user
      policy: Type.Optional(Type.Unsafe<object>({ type: 'object', refuseNull: true, allowEmpty: true })),
    }),
    policy: Type.Optional(Type.Never({ expectation: 'belongs into auth.identity' })),
  }),
})

export const createTemporaryKey = {
  id: 'CreateTemporaryAccessKeyByToken',
  method: 'POST',
  path: '/v3.0/OS-CREDENTIAL/securitytokens',
  summary: 'Take a temporary access key, for oneself or for an agency',
  action: null,
  body: TemporaryKeyBody,
  success: {
    status: 201,
    body: Type.Object({
      credential: Type.Object({
        access: Type.String(),
        secret: Type.String(),
        securitytoken: Type.String(),
        expires_at: Type.String(),
      }),
    }),
  },
} as const satisfies ApiOperation
