import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiAnswer, RunningServer } from '../running-server.ts'
import type { OpenIdServer } from './open-id-server.ts'

/** The rules for a provider, as an administrator writes them. */
export function providerRules({ issuer, clientId, clientSecret }: OpenIdServer, more: object = {}): object {
  const file = join(mkdtempSync(join(tmpdir(), 'chancery-client-')), 'secret')
  writeFileSync(file, `${clientSecret}\n`, { mode: 0o600 })
  return {
    issuer,
    client_id: clientId,
    client_secret_file: file,
    account: 'chancery',
    groups: { 'pki-team': ['operators'] },
    ...more,
  }
}

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
