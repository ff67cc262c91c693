import { hash } from 'node:crypto'
import { DomainError } from '../../domain/model/errors.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { OpenIdProvider } from '../../domain/ports/external-identity.ts'
import { KeptAnswer } from '../kept-answer.ts'
import { type Ask, misunderstood, readObject } from './ask.ts'
import { type Expectation, IdTokens } from './id-tokens.ts'
import { KeySets } from './key-sets.ts'
import { askMetadata, type ProviderMetadata } from './provider-metadata.ts'

const metadataKeptMs = 3_600_000

export interface OpenIdClient extends Expectation {
  /** Null for a public client, which PKCE alone protects. */
  readonly clientSecret: string | null
  readonly scopes: readonly string[]
  /** Where the provider sends the browser back to. */
  readonly callbackUrl: string
}

/** The code flow of OpenID Connect with PKCE, and the verification of what comes of it. */
export function createOpenIdProvider(ask: Ask, client: OpenIdClient, clock: Clock): OpenIdProvider {
  const metadata = new KeptAnswer(() => askMetadata(ask, client.issuer), clock, metadataKeptMs)
  let idTokens: Promise<IdTokens> | undefined

  return {
    issuer: client.issuer,

    async signInUrl({ state, nonce, verifier }) {
      const url = new URL((await metadata.get()).authorizationEndpoint)
      const parameters = {
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: client.callbackUrl,
        scope: client.scopes.join(' '),
        state,
        nonce,
        code_challenge: hash('sha256', verifier, 'base64url'),
        code_challenge_method: 'S256',
      }
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return url.href
    },

    exchange: async (code, verifier) => exchange(ask, client, await metadata.get(), code, verifier),

    async verify(idToken, nonce) {
      idTokens ??= openIdTokens()
      return await (await idTokens).verify(idToken, nonce)
    },
  }

  /** Loaded on first use: few installations have a provider. */
  async function openIdTokens(): Promise<IdTokens> {
    const jose = await import('jose')
    const keys = new KeySets(jose, ask, async () => (await metadata.get()).keysUrl, clock)
    return new IdTokens(jose, keys, client, clock)
  }
}

/** RFC 6749 §4.1.3, and RFC 7636 §4.5. */
async function exchange(
  ask: Ask,
  client: OpenIdClient,
  { tokenEndpoint: url, takesSecretInForm }: ProviderMetadata,
  code: string,
  verifier: string,
): Promise<string> {
  const { clientId, clientSecret, callbackUrl } = client
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUrl,
    code_verifier: verifier,
    client_id: clientId,
  })
  if (clientSecret !== null && takesSecretInForm) form.set('client_secret', clientSecret)
  const isBasic = clientSecret !== null && !takesSecretInForm
  const headers = isBasic ? { authorization: basic(clientId, clientSecret) } : {}
  const { status, text } = await ask({ url, form, headers })
  const answer = readObject(url, text)
  if (status === 400 && answer['error'] === 'invalid_grant') {
    throw new DomainError('token-invalid', { reason: 'the code is refused' })
  }
  const idToken = answer['id_token']
  if (status !== 200 || typeof idToken !== 'string')
    throw misunderstood(url, `answers ${status} without ID token`)
  return idToken
}

/** Both are encoded as in a form before they are joined (RFC 6749 §2.3.1). */
function basic(id: string, secret: string): string {
  const encoded = [id, secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1))
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
}
