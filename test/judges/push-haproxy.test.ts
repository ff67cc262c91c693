import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { PushContent } from '../../src/domain/model/push-place.ts'
import { createPushTargets, type TargetPlace } from '../../src/outbound/targets/push-targets.ts'
import { freePort } from '../api/running-server.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { certificateId, newContent, placeOf } from '../ports/push-contents.ts'
import { pushTargetSuite, rejectsWith } from '../ports/push-target.suite.ts'
import { told, tried } from '../ports/tried.ts'
import { skipWithout } from './programs.ts'
import { runInForeground } from './servers/foreground.ts'
import { presentedBy } from './servers/presented.ts'

const needed = skipWithout('haproxy', 'openssl')
const account = { id: 'a'.repeat(32), name: 'acme' }

/** HAProxy with one certificate of its own; what is pushed is for another name. */
async function startHaproxy() {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-haproxy-'))
  const certificates = join(folder, 'certificates')
  mkdirSync(certificates)
  const own = await newContent(['own.example.test'])
  const bundle = ({ certificatePem, chainPem, privateKeyPem }: PushContent) =>
    certificatePem + chainPem + privateKeyPem
  writeFileSync(join(certificates, 'own.pem'), bundle(own), { mode: 0o640 })
  const port = await freePort()
  const configuration = join(folder, 'haproxy.cfg')
  writeFileSync(
    configuration,
    `global
       stats socket ${join(folder, 'socket')} mode 600 level admin
     defaults
       mode http
       timeout connect 10s
       timeout client 10s
       timeout server 10s
     frontend tls
       bind 127.0.0.1:${port} ssl crt ${certificates}/
       http-request return status 200
`,
  )
  const run = () =>
    runInForeground({ program: 'haproxy', folder, args: ['-db', '-f', configuration] }, [port])
  let running = await run()
  const place: TargetPlace = {
    kind: 'haproxy',
    name: 'edge',
    services: ['ELB'],
    projects: ['*'],
    accounts: null,
    probe: null,
    patienceMs: 5_000,
    socket: { path: join(folder, 'socket') },
    certificate: join(certificates, '{id}.pem'),
    file: join(certificates, '{id}.pem'),
    crtList: `${certificates}/`,
  }
  const targetOf = (changes: Partial<TargetPlace> = {}) =>
    createPushTargets([{ ...place, ...changes } as TargetPlace], createRunningClock()).find(
      account,
      'ELB',
      'x',
    ) ?? assert.fail('no target')
  const presented = (name = 'www.example.test') => presentedBy(port, name)
  const file = join(certificates, `${certificateId}.pem`)
  const close = async () => {
    await running[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  }
  return {
    certificates,
    own,
    file,
    targetOf,
    presented,
    port,
    folder,
    target: targetOf(),
    place: placeOf(),
    served: async () => {
      const fingerprint = await presented()
      return fingerprint === own.fingerprint ? null : fingerprint
    },
    // each change of ours is a file anew
    changes: () => (existsSync(file) ? statSync(file).ino : 0),
    async restart() {
      await running[Symbol.asyncDispose]()
      running = await run()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

pushTargetSuite('HAProxy', needed, startHaproxy)

describe('HAProxy that certificates are pushed to', needed, () => {
  test('is tried down to what does not fit', async () => {
    await using haproxy = await startHaproxy()
    const { targetOf, folder, port } = haproxy
    const served = ['runtime API fine', 'level fine', 'crt-list fine', 'file fine']
    const at = (place: number) => ({ host: '127.0.0.1', port: place, serverName: null, patienceMs: 1_000 })
    assert.deepEqual(told(await tried(targetOf({ probe: at(port) }))), [...served, 'probe fine'])
    const [probe] = told(await tried(targetOf({ probe: at(await freePort()) }))).slice(-1)
    assert.equal(probe, 'probe: shows no certificate: ECONNREFUSED')
    const elsewhere = told(await tried(targetOf({ crtList: join(folder, 'elsewhere/') })))
    assert.match(elsewhere[2] ?? '', /^crt-list: .*find/)
    const nowhere = told(await tried(targetOf({ file: join(folder, 'nowhere/{id}.pem') })))
    assert.equal(nowhere[3], 'file: the file can not be kept: ENOENT')
  })

  test('serves the new one without a new process, and keeps it when it starts again', async () => {
    await using haproxy = await startHaproxy()
    const { target, place, own, presented } = haproxy
    const content = await newContent()
    await target.apply(place, content, 'push-1')
    assert.equal(await presented(), content.fingerprint)
    assert.equal(await presented('own.example.test'), own.fingerprint)
    const renewed = await newContent()
    await target.apply(place, renewed, 'push-2')
    assert.equal(await presented(), renewed.fingerprint)
    await haproxy.restart()
    assert.equal(await presented(), renewed.fingerprint)
    assert.equal(statSync(haproxy.file).mode & 0o777, 0o600)
    assert.equal(readdirSync(haproxy.certificates).length, 2)
  })

  test('keeps the old one where the key is of another, and nothing waits to be committed', async () => {
    await using haproxy = await startHaproxy()
    const { target, place, presented } = haproxy
    const content = await newContent()
    await target.apply(place, content, 'push-1')
    const broken = { ...(await newContent()), privateKeyPem: content.privateKeyPem }
    await rejectsWith(
      'target-refused',
      target.apply(place, broken, 'push-2'),
      /inconsistencies between private key/,
    )
    assert.equal(await presented(), content.fingerprint)
    assert.match(
      readFileSync(haproxy.file, 'utf8'),
      new RegExp(content.certificatePem.slice(40, 80).replace(/[+/]/g, '.')),
    )
    await target.apply(place, await newContent(), 'push-3')
  })

  test('has nothing of a first push that it refuses', async () => {
    await using haproxy = await startHaproxy()
    const { target, place, served } = haproxy
    const broken = { ...(await newContent()), privateKeyPem: (await newContent()).privateKeyPem }
    await rejectsWith('target-refused', target.apply(place, broken, 'push-1'))
    assert.equal(await target.snapshot(place), null)
    assert.equal(await served(), null)
  })

  test('that serves it to nobody has not been seen with it', async () => {
    await using haproxy = await startHaproxy()
    const target = haproxy.targetOf({ crtList: null })
    const content = await newContent()
    const { resourceId } = await target.apply(haproxy.place, content, 'push-1')
    const at = { ...haproxy.place, resourceId }
    assert.deepEqual(await target.look(at, content), {
      isSeen: false,
      reason: 'HAProxy has the certificate, but no listener uses it',
    })
    await target.restore(haproxy.place, null, 'push-1')
    assert.equal(await target.snapshot(haproxy.place), null)
  })

  test('is put back by what was pushed before where its files are out of sight, and else says so', async () => {
    await using haproxy = await startHaproxy()
    const { place, presented } = haproxy
    const target = haproxy.targetOf({ file: null })
    const former = await newContent()
    await target.apply(place, former, 'push-1')
    const known = await target.snapshot(place, former)
    const unknown = await target.snapshot(place, await newContent())
    await target.restore(place, unknown, 'push-2')
    await target.apply(place, await newContent(), 'push-2')
    await rejectsWith('target-refused', target.restore(place, unknown, 'push-2'), /tells no keys/)
    await target.restore(place, known, 'push-2')
    assert.equal(await presented(), former.fingerprint)
  })

  test('is looked at by a handshake where there is a probe', async () => {
    await using haproxy = await startHaproxy()
    const { place, port } = haproxy
    const probe = { host: '127.0.0.1', port, serverName: null, patienceMs: 300 }
    const target = haproxy.targetOf({ probe })
    const content = await newContent()
    const { resourceId } = await target.apply(place, content, 'push-1')
    const at = { ...place, resourceId }
    assert.deepEqual(await target.look(at, content), { isSeen: true, how: 'presented in a TLS handshake' })
    const sight = await target.look(at, await newContent())
    assert.ok(!sight.isSeen && sight.reason.includes(content.fingerprint))
  })

  test('that is down is told as such', async () => {
    await using haproxy = await startHaproxy()
    const { place, targetOf, folder } = haproxy
    const nowhere = targetOf({ socket: { path: join(folder, 'nowhere') } })
    await rejectsWith('target-unreachable', nowhere.apply(place, await newContent(), 'push-1'), /^ENOENT$/)
  })
})
