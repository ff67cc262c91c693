import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../api/client.ts'
import { authorities, certificates, rootBody } from '../api/samples.ts'
import { signedHeaders } from '../api/signature.ts'
import { createTestClock } from '../api/test-clock.ts'
import {
  credentialsIn,
  fetchPlain,
  freePorts,
  newFolder,
  type Program,
  removeFolder,
  run,
  serve,
  stop,
} from './program.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('npm start, with nothing but a folder and a port', () => {
  const parent = newFolder()
  const dataFolder = join(parent, 'not/yet/there')
  let port: number
  let base: string
  let program: Program
  let environment: Record<string, string>
  let rootId: string

  before(async () => {
    port = await freePorts()
    base = `https://127.0.0.1:${port}`
    environment = { CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base }
    program = run('npm', ['start'], environment)
    await program.said(/ready on/)
  })
  after(async () => {
    program.process.kill('SIGKILL')
    removeFolder(parent)
  })

  const ca = () => readFileSync(join(dataFolder, 'ca.pem'))

  function callSigned(method: string, path: string, body = ''): Promise<{ status: number; text: string }> {
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    const headers = signedHeaders({ method, url: base + path, body, accessKey, secretKey, at: Date.now() })
    return new Promise((resolve, reject) => {
      const sent = request(base + path, { method, headers, ca: ca(), agent: false }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  test('/healthz answers 200 over TLS, by a certificate that ca.pem vouches for', async () => {
    const answer = await fetchPlain(`${base}/healthz`, { ca: ca() })
    assert.equal(answer.status, 200)
    assert.equal(JSON.parse(answer.bytes.toString()).status, 'ok')
    assert.equal((await fetchPlain(`https://localhost:${port}/healthz`, { ca: ca() })).status, 200)
  })

  test('whoever does not trust ca.pem is refused by TLS', async () => {
    await assert.rejects(fetchPlain(`${base}/healthz`))
  })

  test('the folder and what is in it are for their owner alone', () => {
    assert.equal(modeOf(dataFolder), 0o700)
    assert.equal(modeOf(join(dataFolder, 'credentials.json')), 0o600)
    assert.equal(modeOf(join(dataFolder, 'master.key')), 0o600)
    for (const name of readdirSync(dataFolder)) {
      if (name === 'ca.pem') continue
      assert.equal(modeOf(join(dataFolder, name)) & 0o077, 0, `${name} may be read by others`)
    }
  })

  test('credentials.json is as the start-up contract says', () => {
    const credentials = credentialsIn(dataFolder)
    assert.deepEqual(Object.keys(credentials).sort(), [
      'access_key',
      'ca_file',
      'domain',
      'endpoint',
      'project',
      'secret_key',
      'user',
    ])
    assert.equal(credentials.endpoint, base)
    assert.equal(credentials.ca_file, join(dataFolder, 'ca.pem'))
    assert.deepEqual(Object.keys(credentials.domain).sort(), ['id', 'name'])
    assert.deepEqual(Object.keys(credentials.user).sort(), ['id', 'name', 'password'])
    assert.deepEqual(Object.keys(credentials.project).sort(), ['id', 'name'])
    assert.equal(credentials.project.name, 'cn-north-4')
    for (const id of [credentials.domain.id, credentials.user.id, credentials.project.id]) {
      assert.match(id, /^[0-9a-f]{32}$/)
    }
    assert.ok(credentials.user.password.length >= 20)
    assert.ok(credentials.secret_key.length >= 40)
    assert.match(credentials.access_key, /^[A-Z0-9]{20}$/)
  })

  test('the first account has a bucket of its own, in the data folder', () => {
    const { id } = credentialsIn(dataFolder).domain
    const folder = join(dataFolder, 'buckets', id)
    assert.deepEqual(readdirSync(folder), [`crl-${id}`])
    assert.equal(modeOf(folder), 0o700)
  })

  test('its credentials work', async () => {
    const created = await callSigned('POST', authorities, JSON.stringify(rootBody('First Root')))
    assert.equal(created.status, 200, created.text)
    rootId = JSON.parse(created.text).ca_id
    assert.equal((await callSigned('GET', `${authorities}/${rootId}`)).status, 200)
  })

  test('the next port gives the CA certificate in DER over plain HTTP, and 404 for all else', async () => {
    const pki = `http://127.0.0.1:${port + 1}`
    const answer = await fetchPlain(`${pki}/pki/${rootId}.crt`)
    assert.equal(answer.status, 200)
    assert.equal(answer.type, 'application/pkix-cert')
    const certificate = new X509Certificate(answer.bytes)
    assert.deepEqual(certificate.raw, answer.bytes, 'DER, and nothing but the certificate')
    assert.match(certificate.subject, /First Root/)
    for (const path of [
      '/',
      '/healthz',
      authorities,
      certificates,
      `${authorities}/${rootId}`,
      '/v3/projects',
      '/v3/auth/tokens',
      '/pki/',
      `/pki/${rootId}`,
      `/pki/${rootId}.pem`,
      '/pki/00000000-0000-4000-8000-000000000000.crt',
      `/pki/..%2f${rootId}.crt`,
    ]) {
      const { status } = await fetchPlain(pki + path)
      assert.equal(status, 404, `${path}: ${status}`)
    }
  })

  test('the API listener does not publish what the other does', async () => {
    assert.equal((await fetchPlain(`${base}/pki/${rootId}.crt`, { ca: ca() })).status, 404)
  })

  test('it says at the start that credentials.json is there and that URLs are loopback', () => {
    assert.match(program.stderr(), /credentials\.json still holds the first credentials/)
    assert.match(program.stderr(), /only this machine reaches/)
    const { user, secret_key } = credentialsIn(dataFolder)
    const output = program.stderr() + program.stdout()
    assert.ok(!output.includes(user.password) && !output.includes(secret_key), 'a secret is in the log')
  })

  test('SIGTERM through npm start ends in 0', async () => {
    const { code, signal } = await stop(program)
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, program.stderr())
    await assert.rejects(fetchPlain(`${base}/healthz`, { ca: ca() }), 'a server lives on as an orphan')
  })

  test('a second start keeps everything and does not write credentials anew', async () => {
    const file = join(dataFolder, 'credentials.json')
    const [former, content, formerCa] = [statSync(file), readFileSync(file, 'utf8'), ca()]
    program = await serve(environment)
    const latter = statSync(file)
    assert.deepEqual([latter.ino, latter.mtimeMs], [former.ino, former.mtimeMs])
    assert.equal(readFileSync(file, 'utf8'), content)
    assert.deepEqual(ca(), formerCa)
    const shown = await callSigned('GET', `${authorities}/${rootId}`)
    assert.equal(shown.status, 200, shown.text)
    assert.equal((await stop(program)).code, 0)
  })

  test('credentials that were removed do not come back, and the warning is gone', async () => {
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    rmSync(join(dataFolder, 'credentials.json'))
    const plain = `http://127.0.0.1:${port}`
    program = await serve({ ...environment, CHANCERY_LISTEN: plain })
    assert.ok(!readdirSync(dataFolder).includes('credentials.json'))
    assert.ok(!program.stderr().includes('still holds the first credentials'))
    const api = createClient(plain, { accessKey, secretKey }, createTestClock(Date.now()))
    assert.equal((await api('GET', `${authorities}/${rootId}`)).status, 200)
    const shared = await fetchPlain(`${plain}/pki/${rootId}.crt`)
    assert.equal(shared.status, 200, 'plain HTTP shares one listener')
    assert.equal((await fetchPlain(`${plain}/healthz`)).status, 200)
    await assert.rejects(fetchPlain(`http://127.0.0.1:${port + 1}/pki/${rootId}.crt`))
    assert.equal((await stop(program)).code, 0)
  })
})
