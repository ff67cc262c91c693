import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupManifest } from '../../src/domain/model/backup-manifest.ts'
import { type ApiClient, createClient } from '../api/client.ts'
import { until } from '../api/revocation/lists.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { chancery, credentialsIn, type Environment, type Program, stop } from './program.ts'

/** What a command on backups prints and ends in. */
export async function command(words: readonly string[], environment: Environment) {
  const program = chancery(words, environment)
  const { code } = await program.ended
  return { code, stdout: program.stdout(), stderr: program.stderr() }
}

/** A server that is ready, with more patience than others need: commands run beside it. */
export async function start(environment: Environment): Promise<Program> {
  const program = chancery(['serve'], environment)
  try {
    await program.said(/ready on/, 60_000)
    return program
  } catch (error) {
    await stop(program, 'SIGKILL')
    throw error
  }
}

export const clientOf = (base: string, credentialsFolder: string): ApiClient => {
  const { access_key: accessKey, secret_key: secretKey } = credentialsIn(credentialsFolder)
  return createClient(base, { accessKey, secretKey }, createTestClock(Date.now()))
}

/** A CA whose revocation list is published and names a certificate. */
export async function prepareAuthority(api: ApiClient): Promise<string> {
  const done = async (...call: Parameters<ApiClient>) => {
    const answer = await api(...call)
    assert.ok(answer.status < 300, `${call[1]}: ${answer.message}`)
    return answer.body
  }
  const { ca_id: id } = await done('POST', authorities, rootBody('Backed up'))
  await done('POST', `${authorities}/agencies`)
  const { obs_buckets: buckets } = await done('GET', `${authorities}/obs/buckets`)
  const settings = { obs_bucket_name: buckets[0].bucket_name, valid_days: 7 }
  await done('POST', `${authorities}/${id}/crl/enable`, settings)
  const { certificate_id: revoked } = await done('POST', certificates, issueBody(id, 'revoked.example.test'))
  await done('POST', `${certificates}/${revoked}/revoke`, { reason: 'KEY_COMPROMISE' })
  return id
}

/** The first file in a folder or below whose name ends so. */
export const fileBelow = (folder: string, end: string): string | undefined =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith(end))

export const awaitFile = (folder: string, end: string) =>
  until(`a file …${end} in ${folder}`, async () => fileBelow(folder, end))

export const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    readonly counts: Record<string, number>
    readonly files: BackupManifest['files'][number][]
    readonly folders: readonly string[]
  }

/** A copy of a backup that somebody changed, who also made its digests anew where `isConcealed`. */
export function changedCopy(
  folder: string,
  copy: string,
  change: (copy: string) => void,
  isConcealed = false,
): string {
  mkdirSync(copy)
  cpSync(folder, copy, { recursive: true })
  change(copy)
  if (isConcealed) conceal(copy)
  return copy
}

function conceal(folder: string): void {
  const manifest = manifestOf(folder)
  const files = manifest.files.map(({ path }) => {
    const content = readFileSync(join(folder, path))
    return { path, size: content.length, sha256: sha256(content) }
  })
  const text = JSON.stringify({ ...manifest, files })
  writeFileSync(join(folder, 'manifest.json'), text)
  writeFileSync(join(folder, 'manifest.json.sha256'), `${sha256(text)}  manifest.json\n`)
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
