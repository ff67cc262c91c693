import { isServiceUrl } from '../service-url.ts'
import { type Ask, misunderstood, readObject } from './ask.ts'

/** Where a provider does what (OpenID Connect Discovery 1.0 §3). */
export interface ProviderMetadata {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly keysUrl: string
  /** Whether the client's secret goes into the form, where the provider takes no header. */
  readonly takesSecretInForm: boolean
}

/** Throws `identity-store-failed` for what is no description of this issuer (§4.3). */
export async function askMetadata(ask: Ask, issuer: string): Promise<ProviderMetadata> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, text } = await ask({ url })
  if (status !== 200) throw misunderstood(url, `answers ${status}`)
  const document = readObject(url, text)
  if (document['issuer'] !== issuer) throw misunderstood(url, 'is of another issuer')
  const methods = document['token_endpoint_auth_methods_supported'] ?? ['client_secret_basic']
  const takes = (method: string) => Array.isArray(methods) && methods.includes(method)
  return {
    authorizationEndpoint: urlAt(url, document, 'authorization_endpoint'),
    tokenEndpoint: urlAt(url, document, 'token_endpoint'),
    keysUrl: urlAt(url, document, 'jwks_uri'),
    takesSecretInForm: takes('client_secret_post') && !takes('client_secret_basic'),
  }
}

function urlAt(url: string, document: Readonly<Record<string, unknown>>, name: string): string {
  const value = document[name]
  if (typeof value === 'string' && isServiceUrl(value)) return value
  throw misunderstood(url, `names no ${name} that is https, or http on this machine`)
}
