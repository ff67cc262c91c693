/**
 * Makes the data folder that a release is remembered by, once, by the release itself:
 * `node test/start-up/data-folders/make.ts`. Writes `<version>.zip` beside this file, which later releases must open
 * (`test/start-up/released-folders.test.ts`); a folder that was released is never made anew.
 */
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { version } from '../../../src/version.ts'
import type { ApiClient } from '../../api/client.ts'
import { addRole, addUser, keyOf, password } from '../../api/identity/support.ts'
import { authorities, certificates, issueBody, rootBody, subordinateBody } from '../../api/samples.ts'
import { newBase, startNode } from '../../faults/node.ts'
import { answered } from '../../faults/status.ts'
import { until } from '../../faults/until.ts'
import { newFolder, removeFolder, serve, stop } from '../program.ts'
import type { Remembered } from './remembered.ts'

const plainExport = { type: 'OTHER', is_compressed: false }
const dataFolder = newFolder()
const settings = {
  CHANCERY_DATA_DIR: dataFolder,
  CHANCERY_PUBLIC_URL: 'http://pki.example.test',
  CHANCERY_BUCKETS_URL: `file:${join(dataFolder, 'buckets')}`,
}

// the first start is over TLS, so that the folder has a TLS root
await stop(await serve({ ...settings, CHANCERY_LISTEN: (await newBase()).replace('http:', 'https:') }))
const base = await newBase()
const node = await startNode(base, settings)
const remembered = await fill(node.api)
await stop(node.program)
const kept = join(import.meta.dirname, `${version}.zip`)
writeFileSync(kept, zipSync({ ...filesOf(dataFolder), 'remembered.json': jsonOf(remembered) }, { level: 9 }))
removeFolder(dataFolder)
process.stdout.write(`${kept}\n`)

async function fill(api: ApiClient): Promise<Remembered> {
  const made = async (path: string, body?: unknown) => (await answered(api('POST', path, body))).body
  const { ca_id: rootId } = await made(authorities, rootBody('Remembered Root'))
  const { ca_id: subordinateId } = await made(authorities, subordinateBody(rootId, 'Remembered Subordinate'))
  await made(`${authorities}/agencies`)
  const { obs_buckets: buckets } = (await answered(api('GET', `${authorities}/obs/buckets`))).body
  const list = { obs_bucket_name: buckets[0].bucket_name, valid_days: 7 }
  await made(`${authorities}/${subordinateId}/crl/enable`, list)
  await made(`${authorities}/${subordinateId}/ocsp/switch`, { ocsp_switch: true })
  const ids: string[] = []
  for (const name of ['www', 'mail', 'old']) {
    const { certificate_id: id } = await made(certificates, issueBody(subordinateId, `${name}.example.test`))
    ids.push(id)
  }
  const issued = await Promise.all(
    ids.map(async (id) => fingerprintOf(id, await made(`${certificates}/${id}/export`, plainExport))),
  )
  await made(`${certificates}/${ids[2]}/revoke`, { reason: 'SUPERSEDED' })
  const place = `${base}/crl/${list.obs_bucket_name}/${subordinateId}.crl`
  const lists = new Set<string>()
  await until('a list, and the one with the revocation', 20_000, async () => {
    const response = await fetch(place)
    if (response.ok) lists.add(Buffer.from(await response.arrayBuffer()).toString('base64'))
    return lists.size > 1
  })
  const user = await addUser(api, 'alice')
  const key = await keyOf(api, user.id)
  if (typeof key === 'string' || 'token' in key) throw new Error('alice has no access key')
  const roleId = await addRole(api, 'issuing', { Effect: 'Allow', Action: ['pca:ca:list'] })
  const { group } = await made('/v3/groups', { group: { name: 'issuers' } })
  return {
    authorities: await Promise.all(
      [rootId, subordinateId].map(async (id) => fingerprintOf(id, await made(`${authorities}/${id}/export`))),
    ),
    certificates: issued,
    revokedId: ids[2] ?? '',
    user: { id: user.id, name: 'alice', password, ...key },
    roleId,
    groupId: group.id,
  }
}

function fingerprintOf(id: string, { certificate }: { readonly certificate: string }) {
  return { id, fingerprint: new X509Certificate(certificate).fingerprint256 }
}

function jsonOf(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

/** Every file but the lock, by its path. */
function filesOf(folder: string): Record<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'lock.db')
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]))
}
