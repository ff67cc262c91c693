import * as contract from '../../contract/iam-v3/federation.ts'
import type { Static } from '../../contract/operation.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { OpenRoute } from '../wire/route.ts'
import { setSignInCookie, signInCookie } from '../wire/sign-in-cookies.ts'
import type { IamSettings } from './present.ts'
import { presentToken, readScope } from './tokens.ts'

/** Tokens for whom OpenID providers vouch for. */
export const federationRoutes = (operations: Operations, settings: IamSettings): OpenRoute[] => [
  {
    operation: contract.createTokenWithIdToken,
    async answerOpen({ body, headers }, origin) {
      const { auth } = body as Static<typeof contract.IdTokenBody>
      const scope = readScope(auth.scope)
      const { text, token } = await operations.createTokenWithIdToken(origin, {
        providerId: providerIn(headers['x-idp-id']),
        idToken: auth.id_token.id,
        ...(scope && { scope }),
      })
      return { body: presentToken(token), headers: { 'X-Subject-Token': text } }
    },
  },
  {
    operation: contract.listProviders,
    async answerOpen(_input, origin) {
      const ids = await operations.listProviders(origin, {})
      const login = (id: string) => `${settings.apiUrl}/v3/auth/oidc/${id}/login`
      return { body: { providers: ids.map((id) => ({ id, login: login(id) })) } }
    },
  },
  {
    operation: contract.fetchToken,
    async answerOpen({ params, headers }, origin) {
      const { provider_id: providerId } = params as { provider_id: string }
      const code = signInCookie(headers, 'code')
      const { text, token } = await operations.fetchToken(origin, { providerId, code })
      const removed = setSignInCookie(settings, providerId, 'code', { value: '', seconds: 0 })
      return { body: presentToken(token), headers: { 'X-Subject-Token': text, 'Set-Cookie': removed } }
    },
  },
]

function providerIn(header: string | readonly string[] | undefined): string {
  if (typeof header === 'string' && header !== '') return header
  throw new DomainError('parameter-invalid', { parameter: 'X-Idp-Id', reason: 'is required' })
}
