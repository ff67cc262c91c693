import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
import { identifier, path } from './shapes.ts'
import { subjectToken, TokenDescription, TokenScope } from './tokens.ts'

/** Tokens for whom another identity service vouches for. */

export const IdTokenBody = Type.Object({
  auth: Type.Object({
    id_token: Type.Object({ id: Type.String({ minLength: 1, maxLength: 32_768 }) }),
    scope: Type.Optional(TokenScope),
  }),
})

export const createTokenWithIdToken = {
  id: 'CreateTokenWithIdToken',
  method: 'POST',
  path: '/v3.0/OS-AUTH/id-token/tokens',
  summary: 'Take a token for an OpenID ID token; it comes in the header X-Subject-Token',
  action: 'open',
  headers: Type.Object({
    'X-Idp-Id': Type.String({ description: 'the provider whose ID token it is' }),
  }),
  body: IdTokenBody,
  success: { status: 201, headers: subjectToken, body: TokenDescription },
} as const satisfies ApiOperation

export const listProviders = {
  id: 'ListSignInProviders',
  method: 'GET',
  path: '/v3/auth/oidc',
  summary: 'List the OpenID providers with whom one may sign in',
  action: 'open',
  success: {
    status: 200,
    body: Type.Object({ providers: Type.Array(Type.Object({ id: identifier, login: Type.String() })) }),
  },
} as const satisfies ApiOperation

export const fetchToken = {
  id: 'FetchSignInToken',
  method: 'POST',
  path: '/v3/auth/oidc/{provider_id}/token',
  summary: 'Fetch the token of a sign-in with a provider, once, with the cookie that the sign-in ended with',
  action: 'open',
  params: path('provider_id'),
  success: {
    status: 201,
    headers: { ...subjectToken, 'Set-Cookie': 'removes the cookie of the sign-in' },
    body: TokenDescription,
  },
} as const satisfies ApiOperation
