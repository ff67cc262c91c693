import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort, type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody, subordinateBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { skipWithout } from './programs.ts'
import { runInForeground } from './servers/foreground.ts'
import { nginx } from './servers/nginx.ts'
import { askByCurl, servedName, untrusted } from './servers/trusting-client.ts'

interface Exported {
  readonly certificate: string
  readonly certificate_chain: string
  readonly private_key: string
}

/** The main job, judged by those it is for: a server loads what was exported, a client trusts it. */
describe('nginx serves an exported certificate', skipWithout('nginx', 'curl'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-nginx-'))
  const file = (name: string) => join(folder, name)
  const files = { certificates: 'chain.pem', key: 'key.pem' }
  let server: RunningServer

  before(async () => {
    // judges look at the time of day, so the product's clock must show it
    server = await startServer({}, createTestClock(Date.now()))
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  for (const [authorityKey, leafKey] of [
    ['EC256', 'EC256'],
    ['RSA2048', 'EC384'],
    ['EC384', 'RSA2048'],
  ] as const) {
    test(`${leafKey} below ${authorityKey}, and curl --cacert accepts it`, async () => {
      const { root, exported } = await issue(server, authorityKey, leafKey)
      writeFileSync(file('root.pem'), root)
      writeFileSync(file('chain.pem'), exported.certificate + exported.certificate_chain)
      writeFileSync(file('key.pem'), exported.private_key)

      const port = await freePort()
      await using _ = await runInForeground(nginx(folder, port, files), [port])
      const { status, words } = askByCurl(port, file('root.pem'))
      assert.equal(status, 0, words)
      assert.equal(words, 'hello from nginx')
    })
  }

  test('and refuses it without the root', async () => {
    const { exported } = await issue(server, 'EC256', 'EC256')
    writeFileSync(file('chain.pem'), exported.certificate + exported.certificate_chain)
    writeFileSync(file('key.pem'), exported.private_key)
    const other = await server.api('POST', authorities, rootBody('Another Root'))
    const { body } = await server.api('POST', `${authorities}/${other.body.ca_id}/export`)
    writeFileSync(file('other.pem'), body.certificate)

    const port = await freePort()
    await using _ = await runInForeground(nginx(folder, port, files), [port])
    assert.equal(askByCurl(port, file('other.pem')).status, untrusted)
  })
})

async function issue({ api }: RunningServer, authorityKey: string, leafKey: string) {
  const made = async (path: string, body: object) => {
    const answer = await api('POST', path, body)
    assert.equal(answer.status, 200, answer.message ?? 'no message')
    return answer.body
  }
  const { ca_id: rootId } = await made(authorities, { ...rootBody(), key_algorithm: authorityKey })
  const { ca_id: subordinateId } = await made(authorities, {
    ...subordinateBody(rootId),
    key_algorithm: authorityKey,
  })
  const { certificate_id } = await made(certificates, {
    ...issueBody(subordinateId, servedName),
    key_algorithm: leafKey,
    extended_key_usage: { server_auth: true },
  })
  const root = await made(`${authorities}/${rootId}/export`, {})
  const exported: Exported = await made(`${certificates}/${certificate_id}/export`, {
    type: 'NGINX',
    is_compressed: false,
  })
  return { root: root.certificate as string, exported }
}
