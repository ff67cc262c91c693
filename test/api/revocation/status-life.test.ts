import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { oids } from '../pca-v1/inspect.ts'
import {
  certificateOf,
  createRoot,
  createSubordinate,
  done,
  issue,
  showAuthority,
} from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { revokeAuthority, revokeCertificate, until, urlsIn } from './lists.ts'
import { ask, serialOf, statusOf, switchResponder } from './statuses.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api, clock, base } = server
const root = await createRoot(server)
const days = (value: number) => ({ validity: { type: 'DAY', value } })
const act = async (id: string, verb: string) => done(await api('POST', `${authorities}/${id}/${verb}`))
const remove = async (id: string) => done(await api('DELETE', `${authorities}/${id}?pending_days=30`))

/** A CA with a responder, and a certificate of it. */
async function answering(changes: object = days(90)) {
  const id = await createSubordinate(server, root)
  await switchResponder(server, id, true)
  const certificate = await issue(server, id, changes)
  return { id, certificate, serial: await serialOf(server, certificate) }
}

async function responderOf(id: string, serial: string): Promise<Buffer> {
  const { basic } = await ask(server, id, serial, { nonce: Uint8Array.of(1) })
  const [der] = basic?.certificateDers ?? []
  assert.ok(der)
  return Buffer.from(der)
}

const awaitRenewal = (id: string, serial: string, before: Buffer) =>
  until('another responder', async () => {
    const present = await responderOf(id, serial)
    return present.equals(before) ? undefined : present
  })

suite('certificates name the responder of their issuer', () => {
  test('from switching on until switching off', async () => {
    const id = await createSubordinate(server, root, { path_length: 1, ...days(1000) })
    const named = async () => {
      const { extensions } = await certificateOf(server, await issue(server, id))
      return urlsIn(extensions.get(oids.authorityInformation)).filter((url) => url.includes('/ocsp/'))
    }
    assert.deepEqual(await named(), [])
    await switchResponder(server, id, true)
    assert.deepEqual(await named(), [`${base}/ocsp/${id}`])
    await switchResponder(server, id, false)
    assert.deepEqual(await named(), [])
  })
})

suite('a responder that is switched off', () => {
  for (const [what, make] of [
    ['a root', () => createRoot(server)],
    ['a subordinate', () => createSubordinate(server, root)],
  ] as const) {
    test(`of ${what} answers until the last certificate ended, then unauthorized`, async () => {
      const id = await make()
      await switchResponder(server, id, true)
      const serial = await serialOf(server, await issue(server, id, days(3)))
      const last = await serialOf(server, await issue(server, id, days(10)))
      await switchResponder(server, id, false)
      for (let day = 0; day < 9; day += 3) {
        clock.advance(3 * dayMs)
        assert.equal(await statusOf(server, id, last), 'good')
      }
      assert.equal(await statusOf(server, id, serial), 'good')
      clock.advance(dayMs)
      assert.equal(await statusOf(server, id, last), 'unauthorized')
      await switchResponder(server, id, true)
      assert.equal(await statusOf(server, id, last), 'good')
    })
  }

  test('of a CA without certificates answers nobody', async () => {
    const id = await createSubordinate(server, root)
    await switchResponder(server, id, true)
    assert.equal(await statusOf(server, id, '1'), 'unknown')
    await switchResponder(server, id, false)
    assert.equal(await statusOf(server, id, '1'), 'unauthorized')
  })

  test('is renewed all the same', async () => {
    const { id, serial } = await answering()
    await switchResponder(server, id, false)
    const first = await responderOf(id, serial)
    clock.advance(15 * dayMs)
    await awaitRenewal(id, serial, first)
    assert.equal(await statusOf(server, id, serial), 'good')
  })
})

suite('whatever becomes of the CA, its responder answers', () => {
  const ends: Record<string, (id: string) => Promise<void>> = {
    DISABLED: (id) => act(id, 'disable'),
    REVOKED: (id) => revokeAuthority(server, id, 'SUPERSEDED'),
    DELETED: async (id) => {
      await act(id, 'disable')
      await remove(id)
    },
  }
  for (const [status, end] of Object.entries(ends)) {
    test(`${status}: good and revoked, and with a new certificate at half of its life`, async () => {
      const { id, certificate, serial } = await answering()
      await end(id)
      assert.equal((await showAuthority(server, id)).status, status)
      assert.equal(await statusOf(server, id, serial), 'good')
      await revokeCertificate(server, certificate, 'SUPERSEDED')
      const revoked = { revokedAt: clock.now(), reason: 'SUPERSEDED' }
      assert.deepEqual(await statusOf(server, id, serial), revoked)
      const first = await responderOf(id, serial)
      clock.advance(15 * dayMs)
      await awaitRenewal(id, serial, first)
      assert.deepEqual(await statusOf(server, id, serial), revoked)
    })
  }

  test('past the end of a certificate it is what it was', async () => {
    const { id, certificate, serial } = await answering(days(2))
    await revokeCertificate(server, certificate, 'SUPERSEDED')
    const revoked = { revokedAt: clock.now(), reason: 'SUPERSEDED' }
    clock.advance(3 * dayMs)
    assert.deepEqual(await statusOf(server, id, serial), revoked)
  })

  test('past its own end: unauthorized', async () => {
    const id = await createSubordinate(server, root, days(10))
    await switchResponder(server, id, true)
    const serial = await serialOf(server, await issue(server, id))
    clock.advance(9 * dayMs)
    assert.equal(await statusOf(server, id, serial), 'good')
    clock.advance(dayMs)
    assert.equal(await statusOf(server, id, serial), 'unauthorized')
  })
})

suite("a responder's certificate", () => {
  test('lives 30 days, is renewed at 15 and not before, and is neither listed nor counted', async () => {
    const used = async () =>
      (await api('GET', '/v1/private-certificates/quotas')).body.quotas.resources[0].used
    const { id, serial } = await answering()
    const before = await used()
    const first = await responderOf(id, serial)
    const { notBefore, notAfter } = readCertificate(first)
    assert.equal(notAfter - notBefore, 30 * dayMs)
    clock.advance(14 * dayMs)
    // what is due by now is done before what falls due later
    const other = await answering()
    const others = await responderOf(other.id, other.serial)
    assert.ok((await responderOf(id, serial)).equals(first))
    clock.advance(dayMs)
    const second = await awaitRenewal(id, serial, first)
    assert.ok(readCertificate(second).notAfter >= clock.now() + 29 * dayMs)
    assert.ok((await responderOf(other.id, other.serial)).equals(others))
    assert.equal(await used(), before + 1)
  })
})
