import assert from 'node:assert/strict'
import { hash, verify, X509Certificate } from 'node:crypto'
import { serialFromOctets, serialOctets } from '../../src/domain/model/serial-number.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import type { ParsedSingleResponse } from '../../src/x509/parsed-ocsp-response-data.ts'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import type { ApiClient } from '../api/client.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { element } from '../x509/der.ts'
import { craftedCertId, craftedOcspRequest, single } from '../x509/ocsp-crafted.ts'

/** A CA whose list and responder are on, as those see it who rely on it. */
export interface Watched {
  readonly id: string
  readonly bucket: string
  readonly certificate: X509Certificate
}

/** A published list whose signature holds. */
export interface SeenList {
  readonly der: Uint8Array
  readonly number: number
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly serials: ReadonlySet<string>
}

/** Makes a root CA, lets us publish for it, and switches both on. `bucket`: else the account's first. */
export async function createWatched(base: string, api: ApiClient, bucket?: string): Promise<Watched> {
  const { ca_id: id } = (await answered(api('POST', authorities, rootBody('Watched Root')))).body
  await answered(api('POST', `${authorities}/agencies`))
  const { obs_buckets: buckets } = (await answered(api('GET', `${authorities}/obs/buckets`))).body
  const place = bucket ?? buckets[0].bucket_name
  await answered(api('POST', `${authorities}/${id}/crl/enable`, { obs_bucket_name: place, valid_days: 7 }))
  await answered(api('POST', `${authorities}/${id}/ocsp/switch`, { ocsp_switch: true }))
  return watchedAt(base, id, place)
}

/** The same of a CA that is there already. */
export async function watchedAt(base: string, id: string, bucket: string): Promise<Watched> {
  const der = await fetched(`${base}/pki/${id}.crt`)
  return { id, bucket, certificate: new X509Certificate(der) }
}

export async function answered(call: ReturnType<ApiClient>): ReturnType<ApiClient> {
  const answer = await call
  assert.ok(answer.status < 300, `${answer.status} ${answer.code} ${answer.message}`)
  return answer
}

/** The list at its public address; undefined while there is none. */
export async function listAt(base: string, watched: Watched): Promise<SeenList | undefined> {
  const response = await fetch(`${base}/crl/${watched.bucket}/${watched.id}.crl`)
  if (response.status === 404) return undefined
  if (response.status !== 200) throw new Error(`the list’s address answers ${response.status}`)
  return readList(new Uint8Array(await response.arrayBuffer()), watched)
}

/** Throws for what the CA did not sign. */
export function readList(der: Uint8Array, { certificate }: Watched): SeenList {
  const limits = { maximumLength: 2 ** 30, maximumDepth: 16, maximumElements: 10_000_000 }
  const { signedDer, signature, number, entries, thisUpdate, nextUpdate } = readRevocationList(der, limits)
  assert.ok(verify('sha256', signedDer, certificate.publicKey, signature), 'the list is not signed by its CA')
  const serials = new Set(entries.map(({ serialNumber }) => serialFromOctets(serialNumber)))
  return { der, number: Number(number), thisUpdate, nextUpdate: nextUpdate ?? 0, serials }
}

/** What the responder says of a serial number, in an answer whose signature holds. */
export const statusAt = async (base: string, watched: Watched, serial: string): Promise<OcspCertStatus> =>
  (await answerAt(base, watched, serial)).status

/** The same, with its times. */
export async function answerAt(
  base: string,
  watched: Watched,
  serial: string,
): Promise<ParsedSingleResponse> {
  const response = await fetch(`${base}/ocsp/${watched.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: statusQuestion(watched.certificate, serial) as Uint8Array<ArrayBuffer>,
  })
  const { status, basic } = readOcspResponse(new Uint8Array(await response.arrayBuffer()))
  assert.ok(basic, `the responder answers ${status}`)
  const responder = new X509Certificate(basic.certificateDers[0] ?? new Uint8Array())
  assert.ok(responder.verify(watched.certificate.publicKey), 'the responder is not the CA’s')
  assert.ok(verify('sha256', basic.signedDer, responder.publicKey, basic.signature))
  const [answer] = basic.responses
  assert.ok(answer && serialFromOctets(answer.certId.serialNumber) === serial)
  return answer
}

export function statusQuestion(issuer: X509Certificate, serial: string): Uint8Array {
  const der = new Uint8Array(issuer.raw)
  const spki = new Uint8Array(issuer.publicKey.export({ type: 'spki', format: 'der' }))
  const digest = (octets: Uint8Array) => new Uint8Array(hash('sha1', octets, 'buffer'))
  const certId = craftedCertId({
    nameHash: digest(readCertificate(der).subjectNameDer),
    keyHash: digest(readPublicKey(spki).keyBits),
    serialNumber: element(2, serialOctets(serial)),
  })
  return craftedOcspRequest({ requests: [single(certId)] })
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  return new Uint8Array(await response.arrayBuffer())
}
