import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import { type ApiClient, createClient } from '../api/client.ts'
import { authorities, certificates, issueBody } from '../api/samples.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { type Node, newBase, startNode } from '../faults/node.ts'
import { answered, listAt, watchedAt } from '../faults/status.ts'
import { verifyFolder } from '../operations/sealed-folder.ts'
import type { Remembered } from './data-folders/remembered.ts'
import { credentialsIn, newFolder, removeFolder, stop } from './program.ts'

/** Every release, and a time at which what its folder holds was in force. */
const releases: Readonly<Record<string, number>> = { '0.1.0': Date.UTC(2026, 11, 1) }

const folderOfFolders = join(import.meta.dirname, 'data-folders')

test('every folder that is kept is opened here', () => {
  const kept = readdirSync(folderOfFolders).filter((name) => name.endsWith('.zip'))
  assert.deepEqual(
    kept.sort(),
    Object.keys(releases)
      .map((version) => `${version}.zip`)
      .sort(),
  )
})

for (const [version, at] of Object.entries(releases)) {
  describe(`a data folder of ${version}`, () => {
    const dataFolder = newFolder()
    const aheadMs = at - Date.now()
    let remembered: Remembered
    let base: string
    let node: Node

    before(async () => {
      remembered = unpack(version, dataFolder)
      base = await newBase()
      const settings = {
        CHANCERY_DATA_DIR: dataFolder,
        CHANCERY_PUBLIC_URL: 'http://pki.example.test',
        CHANCERY_BUCKETS_URL: `file:${join(dataFolder, 'buckets')}`,
      }
      node = await startNode(base, settings, { aheadMs })
    })
    after(async () => {
      await stop(node.program, 'SIGKILL')
      removeFolder(dataFolder)
    })

    test('holds every certificate, with a key that belongs to it', async () => {
      for (const { id, fingerprint } of remembered.certificates) {
        const { body } = await answered(node.api('GET', `${certificates}/${id}`))
        assert.equal(body.status, id === remembered.revokedId ? 'REVOKED' : 'ISSUED')
        if (id === remembered.revokedId) continue
        const exported = await exportOf(node.api, id)
        assert.equal(exported.certificate.fingerprint256, fingerprint)
        assert.ok(exported.isKeyOwn)
      }
    })

    test('holds every CA, whose key issues, revokes and signs a list', async () => {
      for (const { id, fingerprint } of remembered.authorities) {
        const { body } = await answered(node.api('POST', `${authorities}/${id}/export`))
        const ca = new X509Certificate(body.certificate)
        assert.equal(ca.fingerprint256, fingerprint)
        const issued = await answered(node.api('POST', certificates, issueBody(id)))
        const { certificate } = await exportOf(node.api, issued.body.certificate_id)
        assert.ok(certificate.verify(ca.publicKey))
      }
      const id = remembered.authorities[1]?.id ?? ''
      const bucket = (await answered(node.api('GET', `${authorities}/${id}`))).body.crl_configuration
        .obs_bucket_name
      const watched = await watchedAt(base, id, bucket)
      const list = await listAt(base, watched)
      const revoked = (await answered(node.api('GET', `${certificates}/${remembered.revokedId}`))).body
      assert.ok(list?.serials.has(revoked.serial_number))
    })

    test('lets in whom it knew, and knows what was granted', async () => {
      const { accessKey, secretKey, name, password, id } = remembered.user
      const clock = createRunningClock()
      clock.advance(aheadMs)
      const alice = createClient(base, { accessKey, secretKey }, clock)
      const first = await alice('GET', authorities)
      assert.match(first.message ?? '', /pca:ca:list/, 'known, and without a grant')
      await answered(node.api('PUT', `/v3/groups/${remembered.groupId}/users/${id}`))
      const { domain } = credentialsIn(dataFolder)
      const role = `/v3/domains/${domain.id}/groups/${remembered.groupId}/roles/${remembered.roleId}`
      await answered(node.api('PUT', role))
      assert.equal((await alice('GET', authorities)).status, 200)
      const user = { name, password, domain: { name: domain.name } }
      const identity = { methods: ['password'], password: { user } }
      const signIn = await node.api('POST', '/v3/auth/tokens', {
        auth: { identity, scope: { domain: { id: domain.id } } },
      })
      assert.equal(signIn.status, 201)
    })

    test('has a trail that goes on from what it was, and a copy of the database from before', async () => {
      assert.equal((await stop(node.program)).code, 0)
      const { isRight, words } = await verifyFolder(dataFolder)
      assert.ok(isRight, words.join('\n'))
      assert.equal(readdirSync(dataFolder).filter((name) => name.startsWith('chancery.db.before-')).length, 1)
    })
  })
}

function unpack(version: string, dataFolder: string): Remembered {
  const files = unzipSync(readFileSync(join(folderOfFolders, `${version}.zip`)))
  for (const [path, content] of Object.entries(files)) {
    const place = join(dataFolder, path)
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
    writeFileSync(place, content, { mode: 0o600 })
  }
  return JSON.parse(readFileSync(join(dataFolder, 'remembered.json'), 'utf8')) as Remembered
}

async function exportOf(api: ApiClient, id: string) {
  const path = `${certificates}/${id}/export`
  const { body } = await answered(api('POST', path, { type: 'OTHER', is_compressed: false }))
  const certificate = new X509Certificate(body.certificate)
  return { certificate, isKeyOwn: certificate.checkPrivateKey(createPrivateKey(body.private_key)) }
}
