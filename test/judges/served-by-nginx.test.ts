import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort, type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody, subordinateBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { skipWithout } from './programs.ts'

interface Exported {
  readonly certificate: string
  readonly certificate_chain: string
  readonly private_key: string
}

/** The main job, judged by those it is for: a server loads what was exported, a client trusts it. */
describe('nginx serves an exported certificate', skipWithout('nginx', 'curl'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-nginx-'))
  const file = (name: string) => join(folder, name)
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
      const nginx = await startNginx(folder, port)
      try {
        const { status, stdout, stderr } = curl(port, file('root.pem'))
        assert.equal(status, 0, stderr)
        assert.equal(stdout, 'hello from nginx')
      } finally {
        nginx.kill('SIGTERM')
        await once(nginx, 'exit')
      }
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
    const nginx = await startNginx(folder, port)
    try {
      // 60: the peer's certificate can't be verified
      assert.equal(curl(port, file('other.pem')).status, 60)
    } finally {
      nginx.kill('SIGTERM')
      await once(nginx, 'exit')
    }
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
    ...issueBody(subordinateId, 'served.example.test'),
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

async function startNginx(folder: string, port: number) {
  mkdirSync(join(folder, 'logs'), { recursive: true })
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr;
     events {}
     http {
       access_log off; client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
       server {
         listen 127.0.0.1:${port} ssl;
         ssl_certificate chain.pem; ssl_certificate_key key.pem;
         location / { return 200 'hello from nginx'; }
       }
     }`,
  )
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  nginx.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString()
  })
  for (;;) {
    assert.equal(nginx.exitCode, null, words)
    if (await isListening(port)) return nginx
  }
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(socket.destroy() !== undefined)).on('error', () => resolve(false))
  })

const curl = (port: number, rootFile: string) =>
  spawnSync(
    'curl',
    [
      '-sS',
      '--cacert',
      rootFile,
      '--resolve',
      `served.example.test:${port}:127.0.0.1`,
      `https://served.example.test:${port}/`,
    ],
    { encoding: 'utf8' },
  )
