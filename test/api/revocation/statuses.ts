import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { serialOctets } from '../../../src/domain/model/serial-number.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import type { OcspCertStatus, OcspResponseStatus } from '../../../src/x509/ocsp-status.ts'
import { type ParsedBasicResponse, readOcspResponse } from '../../../src/x509/parsed-ocsp-response.ts'
import { extension } from '../../x509/crafted.ts'
import { element } from '../../x509/der.ts'
import { craftedCertId, craftedOcspRequest, oids, single } from '../../x509/ocsp-crafted.ts'
import { done, showCertificate } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities } from '../samples.ts'

export interface QuestionOptions {
  readonly hash?: 'sha1' | 'sha256'
  readonly nonce?: Uint8Array
}

export const switchResponder = async ({ api }: RunningServer, id: string, isOn: boolean) =>
  done(await api('POST', `${authorities}/${id}/ocsp/switch`, { ocsp_switch: isOn }))

export const serialOf = async (server: RunningServer, id: string): Promise<string> =>
  (await showCertificate(server, id)).serial_number

/** A question to the CA about serial numbers, in DER. */
export async function question(
  server: RunningServer,
  authorityId: string,
  serials: readonly string[],
  { hash: algorithm, nonce }: QuestionOptions = {},
): Promise<Uint8Array> {
  const requests = await Promise.all(
    serials.map((serial) => aboutOne(server, authorityId, serial, algorithm)),
  )
  return craftedOcspRequest({
    requests,
    ...(nonce && { extensions: [extension(oids.nonce, element(4, nonce))] }),
  })
}

/** The part of a question that names one certificate of the CA. */
export async function aboutOne(
  { base }: RunningServer,
  authorityId: string,
  serial: string,
  algorithm: 'sha1' | 'sha256' = 'sha1',
): Promise<Uint8Array> {
  const response = await fetch(`${base}/pki/${authorityId}.crt`)
  const { subjectNameDer, publicKey } = readCertificate(new Uint8Array(await response.arrayBuffer()))
  const digest = (octets: Uint8Array) => new Uint8Array(hash(algorithm, octets, 'buffer'))
  return single(
    craftedCertId({
      hash: oids[algorithm],
      nameHash: digest(subjectNameDer),
      keyHash: digest(publicKey.keyBits),
      serialNumber: integer(serial),
    }),
  )
}

function integer(serial: string): Uint8Array {
  const octets = serialOctets(serial)
  return element(2, (octets[0] ?? 0) > 127 ? Uint8Array.of(0, ...octets) : octets)
}

/** What the responder of the CA says to these octets. */
export async function send({ base }: RunningServer, authorityId: string, request: Uint8Array) {
  const headers = { 'content-type': 'application/ocsp-request' }
  const response = await fetch(`${base}/ocsp/${authorityId}`, {
    method: 'POST',
    headers,
    body: request as Uint8Array<ArrayBuffer>,
  })
  return readAnswer(response)
}

export async function readAnswer(response: Response) {
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/ocsp-response')
  const der = Buffer.from(await response.arrayBuffer())
  return { der, cacheControl: response.headers.get('cache-control'), ...readOcspResponse(der) }
}

/** The whole answer about one serial number. */
export const ask = async (
  server: RunningServer,
  authorityId: string,
  serial: string,
  options?: QuestionOptions,
) => send(server, authorityId, await question(server, authorityId, [serial], options))

/** What is said of one serial number, or why nothing is said. */
export async function statusOf(
  server: RunningServer,
  authorityId: string,
  serial: string,
  options?: QuestionOptions,
): Promise<OcspCertStatus | OcspResponseStatus> {
  const { status, basic } = await ask(server, authorityId, serial, options)
  return basic ? said(basic) : status
}

export function said({ responses }: ParsedBasicResponse): OcspCertStatus {
  const [response] = responses
  assert.ok(response)
  assert.equal(responses.length, 1)
  return response.status
}
