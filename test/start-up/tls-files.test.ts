import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import {
  credentialsIn,
  fetchPlain,
  freePorts,
  newFolder,
  type Program,
  removeFolder,
  serve,
  stop,
} from './program.ts'

interface Pair {
  readonly certificate: string
  readonly key: string
  readonly fingerprint: string
}

describe("the administrator's own TLS certificate", () => {
  const parent = newFolder()
  const [certFile, keyFile] = [join(parent, 'api.pem'), join(parent, 'api.key')]
  let base: string
  let program: Program
  let ca: string
  let pairs: readonly [Pair, Pair]

  before(async () => {
    const authority = await startServer({}, createTestClock(Date.now()))
    const root = (await authority.api('POST', authorities, rootBody('TLS Test Root'))).body.ca_id
    ca = (await authority.api('POST', `${authorities}/${root}/export`)).body.certificate
    const issue = async (): Promise<Pair> => {
      const issued = await authority.api('POST', certificates, {
        ...issueBody(root, 'api.example.test'),
        subject_alternative_names: [{ type: 'IP', value: '127.0.0.1' }],
        extended_key_usage: { server_auth: true },
      })
      const path = `${certificates}/${issued.body.certificate_id}/export`
      const { body } = await authority.api('POST', path, { type: 'OTHER', is_compressed: false })
      const { fingerprint256 } = new X509Certificate(body.certificate)
      return { certificate: body.certificate, key: body.private_key, fingerprint: fingerprint256 }
    }
    pairs = [await issue(), await issue()]
    await authority.close()
    install(pairs[0])
    base = `https://127.0.0.1:${await freePorts()}`
    program = await serve({
      CHANCERY_DATA_DIR: join(parent, 'data'),
      CHANCERY_LISTEN: base,
      CHANCERY_TLS_CERT_FILE: certFile,
      CHANCERY_TLS_KEY_FILE: keyFile,
    })
  })
  after(() => {
    program.process.kill('SIGKILL')
    removeFolder(parent)
  })

  /** As a tool for renewals does it: whole files, moved into place. */
  function install({ certificate, key }: Pick<Pair, 'certificate' | 'key'>): void {
    for (const [file, content] of [
      [certFile, certificate],
      [keyFile, key],
    ] as const) {
      writeFileSync(`${file}.new`, content)
      renameSync(`${file}.new`, file)
    }
  }

  const presented = async () => (await fetchPlain(`${base}/healthz`, { ca })).fingerprint

  /** The timer of the real process is 5 s. */
  async function becomes(fingerprint: string): Promise<void> {
    const deadline = performance.now() + 8_000
    while ((await presented()) !== fingerprint) {
      assert.ok(performance.now() < deadline, 'the changed certificate is not presented after 8 s')
      await setTimeout(200)
    }
  }

  test('is the one that is presented, and no ca.pem is named', async () => {
    assert.equal(await presented(), pairs[0].fingerprint)
    assert.equal(credentialsIn(join(parent, 'data')).ca_file, null)
  })

  test('is read again when it changes, without a restart; files that do not fit are left alone until they do', async () => {
    install({ certificate: pairs[1].certificate, key: pairs[0].key })
    await program.said(/does not belong to the certificate/)
    assert.equal(await presented(), pairs[0].fingerprint)
    assert.ok(!program.stderr().includes('PRIVATE KEY'))
    install(pairs[1])
    await becomes(pairs[1].fingerprint)
    assert.equal((await stop(program)).code, 0)
  })
})
