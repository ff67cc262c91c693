import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openTlsRoot } from '../../src/crypto/server-certificate.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { dayMs } from '../api/test-clock.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const open = () => {
  const { database, vault, random, clock } = server.world
  return openTlsRoot(database, vault, random, clock.now())
}

test('the TLS root is made once, and certifies the hosts that it is given', async () => {
  const root = await open()
  assert.equal((await open()).certificatePem, root.certificatePem)
  const { cert } = root.identityFor(['localhost', '127.0.0.1', '::1'], server.clock.now()).material
  const certificate = new X509Certificate(cert)
  assert.ok(certificate.verify(new X509Certificate(root.certificatePem).publicKey))
  assert.ok(certificate.checkHost('localhost'))
  assert.ok(certificate.checkIP('127.0.0.1'))
  assert.ok(certificate.checkIP('::1'))
})

test('its certificates renew by themselves when two thirds of their life are over, each with a new key', async () => {
  const identity = (await open()).identityFor(['localhost'], server.clock.now())
  const { cert, key } = identity.material
  assert.equal(await identity.renewed(server.clock.now() + 59 * dayMs), undefined)
  const renewed = await identity.renewed(server.clock.now() + 61 * dayMs)
  assert.ok(renewed)
  assert.notEqual(renewed.key, key)
  assert.ok(new X509Certificate(renewed.cert).validToDate > new X509Certificate(cert).validToDate)
  assert.equal(await identity.renewed(server.clock.now() + 62 * dayMs), undefined)
})
