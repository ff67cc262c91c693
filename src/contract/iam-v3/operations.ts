import { Type } from 'typebox'
import { type ApiOperation, ErrorBody, nullable } from '../operation.ts'

/** Keystone's calls that SDKs, Terraform and scripts make before anything else (client contract 2.7). */

const text = Type.String({ minLength: 1, maxLength: 256 })
const Designation = Type.Object({ id: Type.Optional(text), name: Type.Optional(text) })
const ProjectDesignation = Type.Object({
  id: Type.Optional(text),
  name: Type.Optional(text),
  domain: Type.Optional(Designation),
})

export const TokenBody = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(Type.String(), { minItems: 1, maxItems: 4 }),
      password: Type.Object({
        user: Type.Object({
          id: Type.Optional(text),
          name: Type.Optional(text),
          password: Type.String({ minLength: 1, maxLength: 1024 }),
          domain: Type.Optional(Designation),
        }),
      }),
    }),
    scope: Type.Optional(
      Type.Object({
        project: Type.Optional(ProjectDesignation),
        domain: Type.Optional(Designation),
      }),
    ),
  }),
})

const Named = Type.Object({ id: Type.String(), name: Type.String() })
const TokenDescription = Type.Object({
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

const Links = Type.Object({
  self: Type.String(),
  next: nullable(Type.String()),
  previous: nullable(Type.String()),
})

/** Keystone's own, and the names that the vendor's SDKs look for beside it. */
export const KeystoneErrorBody = Type.Object(
  {
    error: Type.Object({ code: Type.Integer(), message: Type.String(), title: Type.String() }),
    error_code: ErrorBody.properties.error_code,
    error_msg: ErrorBody.properties.error_msg,
  },
  { title: 'KeystoneError' },
)

const subjectToken = { 'X-Subject-Token': 'the token' }
const SubjectToken = Type.Object({
  'X-Subject-Token': Type.String({ description: 'the token that is meant' }),
})

export const createToken = {
  id: 'KeystoneCreateUserTokenByPassword',
  method: 'POST',
  path: '/v3/auth/tokens',
  summary: 'Take a token for a password; it comes in the header X-Subject-Token',
  action: 'open',
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

const Project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  parent_id: Type.String(),
  is_domain: Type.Boolean(),
  enabled: Type.Boolean(),
  description: Type.String(),
  links: Links,
})
const Projects = Type.Object({ projects: Type.Array(Project), links: Links })

export const listProjects = {
  id: 'KeystoneListProjects',
  method: 'GET',
  path: '/v3/projects',
  summary: "List the account's projects",
  action: null,
  query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 256 })) }),
  success: { status: 200, body: Projects },
} as const satisfies ApiOperation

export const listAuthorizedProjects = {
  id: 'KeystoneListAuthProjects',
  method: 'GET',
  path: '/v3/auth/projects',
  summary: 'List the projects that the caller may take a token for',
  action: null,
  success: { status: 200, body: Projects },
} as const satisfies ApiOperation

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

export const listRegions = {
  id: 'KeystoneListRegions',
  method: 'GET',
  path: '/v3/regions',
  summary: 'List regions',
  action: null,
  success: {
    status: 200,
    body: Type.Object({
      regions: Type.Array(
        Type.Object({
          id: Type.String(),
          type: Type.String(),
          description: Type.String(),
          parent_region_id: nullable(Type.String()),
          links: Type.Object({ self: Type.String() }),
        }),
      ),
      links: Links,
    }),
  },
} as const satisfies ApiOperation
