import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCertificate } from '../../src/x509/certificate.ts'
import type { ParsedOcspRequest } from '../../src/x509/ocsp-request.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { encodePem } from '../../src/x509/pem.ts'
import type { SignatureAlgorithm } from '../../src/x509/signature-algorithm.ts'
import { issue, issueRoot, profileOf } from '../operations/issued.ts'
import { keyHashOf, signResponse } from '../x509/ocsp-samples.ts'
import { type SampleKey, sampleKeys } from '../x509/samples.ts'
import type { Judge } from './programs.ts'

/** A CA, what it issued, and its delegated responders, before judges that work on files. */

const folder = mkdtempSync(join(tmpdir(), 'ocsp-'))
// every file of this scene in the process needs it
process.once('exit', () => rmSync(folder, { recursive: true }))

export function writeFile(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content)
}

export const readFile = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)))

export function run(judge: Judge, ...parameters: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(judge, parameters, { encoding: 'utf8', cwd: folder })
  return { status, output: stdout + stderr }
}

export const root = issueRoot()
export const rootCertificate = readCertificate(root.certificateDer)
const entityDer = issue(profileOf(), root.signing)
export const entity = readCertificate(entityDer)
writeFile('root.pem', encodePem('CERTIFICATE', root.certificateDer))
writeFile('entity.pem', encodePem('CERTIFICATE', entityDer))

/** Its certificate is the engine's, its key the test's own. */
export interface Responder {
  readonly key: SampleKey
  readonly algorithm: SignatureAlgorithm
  readonly certificateDer: Uint8Array
}

/** One with a key of each kind. */
export const responders: readonly Responder[] = sampleKeys().map((key, index) => ({
  key,
  algorithm: { family: key.family, hash: ['SHA256', 'SHA384', 'SHA512'][index] ?? 'SHA256' },
  certificateDer: issue(profileOf({ kind: 'responder' }), root.signing, key),
}))
export const responder = responders[0] as Responder

const thisSecond = Math.floor(Date.now() / 1000) * 1000

/** The same status for all that is asked about. */
export function answer(
  { certIds, nonce }: ParsedOcspRequest,
  status: OcspCertStatus,
  { key, algorithm, certificateDer }: Responder = responder,
): Uint8Array {
  const responses = certIds.map(({ der }) => ({
    certIdDer: der,
    status,
    thisUpdate: thisSecond,
    nextUpdate: thisSecond + 3_600_000,
  }))
  const fields = { responderKeyHash: keyHashOf(key), producedAt: thisSecond, responses, nonce }
  return signResponse(fields, { key, algorithm }, [certificateDer])
}

/** The response with a bit changed at this share of what is signed. */
export function flipped(response: Uint8Array, signedDer: Uint8Array, at: number): Uint8Array {
  const changed = response.slice()
  const offset = Buffer.from(response).indexOf(signedDer) + Math.floor(signedDer.length * at)
  changed[offset] = (changed[offset] ?? 0) ^ 1
  return changed
}
