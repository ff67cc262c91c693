import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openTlsAuthority } from '../../src/crypto/tls-authority.ts'
import { bindLocalDoors } from '../../src/domain/operations/local/local-doors.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { dayMs } from '../api/test-clock.ts'
import { auditRows } from './audit-rows.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const open = (hosts = ['localhost'], now = server.clock.now()) => {
  const { vault, random } = server.world
  const doors = bindLocalDoors(server.world, { name: 'a node' }, 'renewTlsRoot')
  return openTlsAuthority({ doors, vault, random }, hosts, now)
}

const rootsIn = (pem: string) =>
  pem
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((part) => part.trim() !== '')
    .map((part) => new X509Certificate(part))

/** Whether a client that was given these roots trusts the server's certificate. */
const isTrusted = (cert: string, roots: string) =>
  rootsIn(roots).some(({ publicKey }) => new X509Certificate(cert).verify(publicKey))

test('the TLS root is made once, and certifies the hosts that it is given', async () => {
  const [one, two] = await Promise.all([open(['localhost', '127.0.0.1', '::1']), open()])
  assert.equal(one.rootsPem, two.rootsPem)
  const certificate = new X509Certificate(one.material.cert)
  assert.ok(isTrusted(one.material.cert, two.rootsPem))
  assert.ok(certificate.checkHost('localhost'))
  assert.ok(certificate.checkIP('127.0.0.1'))
  assert.ok(certificate.checkIP('::1'))
})

test('its certificates renew by themselves when two thirds of their life are over, each with a new key', async () => {
  const authority = await open()
  const { cert, key } = authority.material
  assert.equal(await authority.renewed(server.clock.now() + 59 * dayMs), undefined)
  const renewed = await authority.renewed(server.clock.now() + 61 * dayMs)
  assert.ok(renewed)
  assert.notEqual(renewed.key, key)
  assert.ok(new X509Certificate(renewed.cert).validToDate > new X509Certificate(cert).validToDate)
  assert.equal(await authority.renewed(server.clock.now() + 62 * dayMs), undefined)
})

test('over thirty years, whoever fetched the roots in the last year trusts every certificate, on every node', async () => {
  const [one, two] = [await open(), await open()]
  const begin = server.clock.now()
  const stepMs = 50 * dayMs
  const fetched: string[] = []
  const roots = new Set<string>()
  for (let now = begin; now < begin + 30 * 365 * dayMs; now += stepMs) {
    server.clock.advance(now - server.clock.now())
    await one.renewed(now)
    await two.renewed(now + 1)
    assert.equal(one.rootsPem, two.rootsPem)
    fetched.push(one.rootsPem)
    for (const { cert } of [one.material, two.material]) {
      const { validFromDate, validToDate } = new X509Certificate(cert)
      assert.ok(validFromDate.getTime() < now && validToDate.getTime() > now)
      for (const old of fetched.slice(-7)) assert.ok(isTrusted(cert, old), new Date(now).toISOString())
    }
    for (const root of rootsIn(one.rootsPem)) {
      roots.add(root.fingerprint256)
      assert.ok(root.validToDate.getTime() > now)
    }
  }
  assert.ok(roots.size >= 4, `${roots.size} roots in thirty years`)
  const rows = auditRows(server.dataFolder).filter(({ operation }) => operation === 'renewTlsRoot')
  assert.ok(rows.length >= roots.size)
  // one that was off for long finds its way, too
  const late = await open(['localhost'], begin + 60 * 365 * dayMs)
  assert.ok(isTrusted(late.material.cert, late.rootsPem))
})
