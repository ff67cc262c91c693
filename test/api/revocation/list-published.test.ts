import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { type RevocationReason, revocationReasons } from '../../../src/domain/model/revocation.ts'
import { oids } from '../pca-v1/inspect.ts'
import {
  certificateOf,
  createRoot,
  createSubordinate,
  done,
  issue,
  showAuthority,
  showCertificate,
} from '../pca-v1/support.ts'
import { authorities, certificates } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import {
  awaitList,
  disableList,
  enableList,
  fetchList,
  firstBucket,
  listUrl,
  revokeAuthority,
  revokeCertificate,
  startWithAgency,
  urlsIn,
} from './lists.ts'

const server = await startWithAgency()
after(() => server.close())
const { api, clock } = server
const bucket = await firstBucket(api)
const root = await createRoot(server)
const url = await enableList(server, root)
const serialOf = async (id: string): Promise<string> => (await showCertificate(server, id)).serial_number

suite('a list is published', () => {
  test('on enabling, in the bucket under the id of the CA, empty, as a CRL', async () => {
    const id = await createRoot(server)
    const expected = listUrl(server, bucket, id)
    assert.equal(await fetchList(expected), undefined)
    assert.equal(await enableList(server, id, { valid_days: 11 }), expected)
    const response = await fetch(expected)
    assert.equal(response.headers.get('content-type'), 'application/pkix-crl')
    assert.equal(response.headers.get('cache-control'), 'no-cache')
    const { list, number } = await awaitList(expected, 'the list')
    assert.deepEqual(list.entries, [])
    assert.equal((list.nextUpdate ?? 0) - list.thisUpdate, 11 * dayMs)
    assert.ok(Math.abs(list.thisUpdate - clock.now()) < 60_000)
    assert.ok(number >= BigInt(list.thisUpdate))
  })

  test('under a name of its own', async () => {
    const id = await createRoot(server)
    assert.equal(
      await enableList(server, id, { crl_name: 'My.List_1-a' }),
      listUrl(server, bucket, 'My.List_1-a'),
    )
  })

  test('with other days: again, at once', async () => {
    const id = await createRoot(server)
    const place = await enableList(server, id)
    await enableList(server, id, { valid_days: 30 })
    const isLonger = ({ list }: { list: { nextUpdate: number | null; thisUpdate: number } }) =>
      (list.nextUpdate ?? 0) - list.thisUpdate === 30 * dayMs
    await awaitList(place, 'a list of 30 days', isLonger)
  })

  test('nowhere else: not for what is no list', async () => {
    for (const path of [
      `${bucket}/${root}`,
      `${bucket}/unknown.crl`,
      `unknown/${root}.crl`,
      `${bucket}/.crl`,
    ]) {
      const { status } = await fetch(`${server.base}/crl/${path}`)
      assert.equal(status, 404, path)
    }
  })
})

suite('what a list tells', () => {
  test('a revocation within 10 s, in a list with a larger number', async () => {
    const certificate = await issue(server, root)
    const serial = await serialOf(certificate)
    const before = await fetchList(url)
    assert.equal(before?.reasons.has(serial), false)
    const revokedAt = clock.now()
    await revokeCertificate(server, certificate, 'KEY_COMPROMISE')
    const { number, list } = await awaitList(url, serial, ({ reasons }) => reasons.has(serial), 10_000)
    assert.ok(before && number > before.number)
    const entry = list.entries.find(
      ({ serialNumber }) => BigInt(`0x${serialNumber.toHex()}`).toString() === serial,
    )
    assert.equal(entry?.reason, 'KEY_COMPROMISE')
    assert.ok(Math.abs((entry?.revokedAt ?? 0) - revokedAt) < 10_000)
  })

  test('each reason', async () => {
    const expected = new Map<string, RevocationReason>()
    for (const reason of Object.keys(revocationReasons) as RevocationReason[]) {
      const certificate = await issue(server, root)
      expected.set(await serialOf(certificate), reason)
      await revokeCertificate(server, certificate, reason)
    }
    const { reasons } = await awaitList(url, 'all', (list) =>
      [...expected.keys()].every((serial) => list.reasons.has(serial)),
    )
    for (const [serial, reason] of expected) assert.equal(reasons.get(serial), reason)
  })

  test('a hold, and no more of it once it is released', async () => {
    const certificate = await issue(server, root)
    const serial = await serialOf(certificate)
    await revokeCertificate(server, certificate, 'CERTIFICATE_HOLD')
    const held = await awaitList(url, 'the hold', ({ reasons }) => reasons.get(serial) === 'CERTIFICATE_HOLD')
    done(await api('POST', `${certificates}/${certificate}/release`))
    const released = await awaitList(url, 'the release', ({ reasons }) => !reasons.has(serial))
    assert.ok(released.number > held.number)
  })

  test('a hold that became another reason', async () => {
    const certificate = await issue(server, root)
    const serial = await serialOf(certificate)
    await revokeCertificate(server, certificate, 'CERTIFICATE_HOLD')
    await revokeCertificate(server, certificate, 'SUPERSEDED')
    await awaitList(url, 'the reason', ({ reasons }) => reasons.get(serial) === 'SUPERSEDED')
  })

  test('a certificate that was deleted', async () => {
    const certificate = await issue(server, root)
    const serial = await serialOf(certificate)
    await revokeCertificate(server, certificate, 'SUPERSEDED')
    done(await api('DELETE', `${certificates}/${certificate}`))
    await awaitList(url, 'the deleted', ({ reasons }) => reasons.has(serial))
  })

  test('a subordinate CA, held and released, in the list of its issuer', async () => {
    const subordinate = await createSubordinate(server, root)
    const own = await enableList(server, subordinate)
    const { serial_number: serial } = await showAuthority(server, subordinate)
    await revokeAuthority(server, subordinate, 'CERTIFICATE_HOLD')
    await awaitList(url, 'the CA', ({ reasons }) => reasons.get(serial) === 'CERTIFICATE_HOLD')
    assert.equal((await fetchList(own))?.reasons.has(serial), false)
    done(await api('POST', `${authorities}/${subordinate}/release`))
    await awaitList(url, 'the release', ({ reasons }) => !reasons.has(serial))
  })

  test('what was revoked while the CRL was off, in the first list after it', async () => {
    const id = await createRoot(server)
    const certificate = await issue(server, id)
    await revokeCertificate(server, certificate)
    const { reasons } = await awaitList(await enableList(server, id), 'the first list')
    assert.equal(reasons.get(await serialOf(certificate)), 'UNSPECIFIED')
  })

  test('nothing of another CA', async () => {
    const id = await createRoot(server)
    const place = await enableList(server, id)
    const [theirs, ours] = [await issue(server, id), await issue(server, root)]
    const serial = await serialOf(ours)
    await revokeCertificate(server, theirs)
    await revokeCertificate(server, ours)
    await awaitList(url, 'ours', ({ reasons }) => reasons.has(serial))
    const { reasons } = await awaitList(place, 'theirs', (list) => list.reasons.size > 0)
    assert.deepEqual([...reasons.keys()], [await serialOf(theirs)])
  })
})

suite('certificates name the list of their issuer', () => {
  test('from enabling on, until disabling', async () => {
    const id = await createRoot(server)
    const named = async (certificate: string) =>
      urlsIn((await certificateOf(server, certificate)).extensions.get(oids.distributionPoints))
    assert.deepEqual(await named(await issue(server, id)), [])
    const place = await enableList(server, id)
    assert.deepEqual(await named(await issue(server, id)), [place])
    const moved = await enableList(server, id, { crl_name: 'moved' })
    assert.deepEqual(await named(await issue(server, id)), [moved])
    await disableList(server, id)
    assert.deepEqual(await named(await issue(server, id)), [])
  })
})
