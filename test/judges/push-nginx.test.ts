import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createPushTargets, type TargetPlace } from '../../src/outbound/targets/push-targets.ts'
import { freePort } from '../api/running-server.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { certificateId, newContent, placeOf } from '../ports/push-contents.ts'
import { rejectsWith } from '../ports/push-target.suite.ts'
import { skipWithout } from './programs.ts'
import { runInForeground } from './servers/foreground.ts'
import { presentedBy } from './servers/presented.ts'

const account = { id: 'a'.repeat(32), name: 'acme' }
const systemClock = {
  ...createRunningClock(),
  pause: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
}

/** nginx that serves what was pushed to a folder, and is told by its own command. */
async function startNginx() {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-nginx-'))
  const port = await freePort()
  const configuration = join(folder, 'nginx.conf')
  const files = join(folder, 'targets', account.id, 'ELB', 'cn-north-4', certificateId)
  writeFileSync(
    configuration,
    `daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
     events {}
     http {
       access_log off; client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
       server {
         listen 127.0.0.1:${port} ssl;
         ssl_certificate ${files}/fullchain.pem; ssl_certificate_key ${files}/privkey.pem;
       }
     }`,
  )
  const options = ['-p', folder, '-c', configuration, '-e', 'stderr']
  const targetWith = (reload: readonly string[] | null) => {
    const place: TargetPlace = {
      kind: 'directory',
      name: 'files',
      services: ['ELB'],
      projects: ['*'],
      accounts: null,
      folder: join(folder, 'targets'),
      reload,
      patienceMs: 10_000,
      probe: { host: '127.0.0.1', port, serverName: null, patienceMs: 3_000 },
    }
    return (
      createPushTargets([place], systemClock).find(account, 'ELB', 'cn-north-4') ?? assert.fail('no target')
    )
  }
  const first = await newContent()
  const place = placeOf()
  const { resourceId } = await targetWith(null).apply(place, first, 'push-1')
  const running = await runInForeground({ program: 'nginx', folder, args: options }, [port])
  return {
    first,
    targetWith,
    place: { ...place, resourceId },
    target: targetWith(['nginx', ...options, '-s', 'reload']),
    presented: () => presentedBy(port, 'www.example.test'),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

describe('nginx that certificates are pushed to', skipWithout('nginx', 'openssl'), () => {
  test('serves the new one once its own command was run', async () => {
    await using nginx = await startNginx()
    const { target, place, presented, first } = nginx
    assert.equal(await presented(), first.fingerprint)
    const content = await newContent()
    await target.apply(place, content, 'push-2')
    assert.deepEqual(await target.look(place, content), { isSeen: true, how: 'presented in a TLS handshake' })
    assert.equal(await presented(), content.fingerprint)
  })

  test('serves the old one after a push of what it can not load, and after that is put back', async () => {
    await using nginx = await startNginx()
    const { target, place, presented, first } = nginx
    const snapshot = await target.snapshot(place)
    const broken = { ...(await newContent()), privateKeyPem: first.privateKeyPem }
    await rejectsWith(
      'target-refused',
      target.apply(place, broken, 'push-2'),
      /^the reload command failed \(1\): .*key values mismatch/,
    )
    assert.equal(await presented(), first.fingerprint)
    await target.restore(place, snapshot, 'push-2')
    assert.equal((await target.look(place, first)).isSeen, true)
    const content = await newContent()
    await target.apply(place, content, 'push-3')
    assert.equal((await target.look(place, content)).isSeen, true)
  })

  test('has not been seen with what a command only says that it loaded', async () => {
    await using nginx = await startNginx()
    const { targetWith, target, place, presented, first } = nginx
    const lying = targetWith(['true'])
    const snapshot = await lying.snapshot(place)
    const content = await newContent()
    await lying.apply(place, content, 'push-2')
    const sight = await lying.look(place, content)
    assert.deepEqual(sight, {
      isSeen: false,
      reason: `presents another certificate (SHA-256 ${first.fingerprint})`,
    })
    await target.restore(place, snapshot, 'push-2')
    assert.equal(await presented(), first.fingerprint)
  })

  test('keeps what would be removed while it needs it', async () => {
    await using nginx = await startNginx()
    await rejectsWith(
      'target-refused',
      nginx.target.remove(nginx.place),
      /cannot load certificate "…\/.*No such file/,
    )
    assert.equal((await nginx.target.look(nginx.place, nginx.first)).isSeen, true)
  })
})
