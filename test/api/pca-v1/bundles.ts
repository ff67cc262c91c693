import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import type { ApiAnswer, ApiClient, RunningServer } from '../running-server.ts'
import { certificates } from '../samples.ts'
import { readZip } from '../zip-reader.ts'
import { request } from './requests.ts'
import { ok } from './support.ts'

export const serverTypes = ['APACHE', 'NGINX', 'IIS', 'TOMCAT', 'OTHER'] as const

export interface Bundle {
  readonly answer: ApiAnswer
  readonly files: ReadonlyMap<string, Buffer>
  /** A file that must be there. */
  octets(name: string): Buffer
  text(name: string): string
}

export const exportPath = (id: string) => `${certificates}/${id}/export`
export const bundleBody = { type: 'OTHER', is_compressed: 'true' }

export async function downloadBundle(api: ApiClient, id: string, changes: object = {}): Promise<Bundle> {
  const answer = await api('POST', exportPath(id), { ...bundleBody, ...changes })
  assert.equal(answer.status, 200, `${answer.code} ${answer.message}`)
  const files = readZip(answer.bytes)
  const octets = (name: string) => {
    const found = files.get(name)
    assert.ok(found, `${name} is not among ${[...files.keys()].join(', ')}`)
    return found
  }
  return { answer, files, octets, text: (name) => octets(name).toString() }
}

export const issueByRequest = async ({ api }: RunningServer, issuerId: string, csr: string = request()) => {
  const body = { issuer_id: issuerId, csr, validity: { type: 'DAY', value: 9 } }
  return ok(await api('POST', `${certificates}/csr`, body)).certificate_id as string
}

/** The certificates of a text in which nothing else stands, with `\n` at the end of every line. */
export function certificatesOf(text: string): X509Certificate[] {
  const block = /-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n/g
  assert.equal(text.replaceAll(block, ''), '')
  return (text.match(block) ?? []).map((pem) => new X509Certificate(pem))
}
