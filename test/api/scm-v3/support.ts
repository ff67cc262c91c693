import assert from 'node:assert/strict'
import { ok } from '../pca-v1/support.ts'
import type { ApiClient } from '../running-server.ts'
import { keyPem, type Made } from './certificates.ts'

export const hosted = '/v3/scm/certificates'

/** What an import sends of a certificate and its key. */
export const importBody = (made: Made, changes: object = {}) => ({
  name: 'site',
  certificate: made.pem,
  private_key: keyPem(made),
  ...changes,
})

export async function importCertificate(api: ApiClient, body: object): Promise<string> {
  const { certificate_id } = ok(await api('POST', `${hosted}/import`, body))
  assert.match(certificate_id, /^scs[0-9]{13}$/)
  return certificate_id
}

export const show = async (api: ApiClient, id: string) => ok(await api('GET', `${hosted}/${id}`))
export const exported = async (api: ApiClient, id: string) =>
  ok(await api('POST', `${hosted}/${id}/export`, 'null\n'))

/** Everything that the account can see of its hosted certificates. */
export const seen = async (api: ApiClient) => ok(await api('GET', `${hosted}?limit=1000`))
