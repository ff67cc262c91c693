import type { ApiAnswer, RunningServer } from '../running-server.ts'
import type { OpenIdServer } from './open-id-server.ts'

/** The rules for a provider, as an administrator writes them. */
export const providerRules = (
  { issuer, clientId, clientSecretFile }: OpenIdServer,
  more: object = {},
): object => ({
  issuer,
  client_id: clientId,
  client_secret_file: clientSecretFile,
  account: 'chancery',
  groups: { 'pki-team': ['operators'] },
  ...more,
})

export const idTokenPath = '/v3.0/OS-AUTH/id-token/tokens'

/** As the SDKs do. */
export const takeTokenWith = (
  server: RunningServer,
  idToken: string,
  { provider = 'corp', scope }: { provider?: string; scope?: object } = {},
): Promise<ApiAnswer> =>
  server.as('nobody')(
    'POST',
    idTokenPath,
    { auth: { id_token: { id: idToken }, ...(scope && { scope }) } },
    { 'x-idp-id': provider },
  )
