import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createRoot, done, issue, refused, showAuthority, showCertificate } from '../pca-v1/support.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import {
  awaitList,
  disableList,
  enableList,
  type Fetched,
  fetchList,
  firstBucket,
  listUrl,
  revokeCertificate,
  startWithAgency,
  until,
} from './lists.ts'

const server = await startWithAgency()
after(() => server.close())
const { api, clock } = server
const bucket = await firstBucket(api)
const days = (value: number) => ({ validity: { type: 'DAY', value } })
const serialOf = async (id: string): Promise<string> => (await showCertificate(server, id)).serial_number
const takes = (id: string, name: string) =>
  api('POST', `${authorities}/${id}/crl/enable`, { obs_bucket_name: bucket, valid_days: 7, crl_name: name })
const isFresh = ({ list }: Fetched) => Math.abs(list.thisUpdate - clock.now()) < dayMs / 2

/** Revokes a certificate, and sees it in the lists at all these places. */
async function revokeAndSee(certificate: string, ...urls: string[]): Promise<Fetched[]> {
  const serial = await serialOf(certificate)
  await revokeCertificate(server, certificate)
  return Promise.all(urls.map((url) => awaitList(url, serial, ({ reasons }) => reasons.has(serial))))
}

/** When it can be taken, it is. */
const awaitFree = (id: string, name: string) =>
  until(`${name} is free`, async () => ((await takes(id, name)).status === 204 ? true : undefined))

suite('a place that a living certificate names', () => {
  test('has the same list as the place that the CA moved to', async () => {
    const id = await createRoot(server)
    const old = await enableList(server, id, { crl_name: 'two-old' })
    const certificate = await issue(server, id, days(20))
    const moved = await enableList(server, id, { crl_name: 'two-new' })
    const [there, here] = await revokeAndSee(certificate, old, moved)
    assert.ok(there && here)
    assert.ok(there.der.equals(here.der))
  })

  test('has fresh lists after disabling and moving, for as long as the last one lives; then it is free', async () => {
    const [id, other] = [await createRoot(server), await createRoot(server)]
    const first = await enableList(server, id, { crl_name: 'first' })
    const [short, long] = [await issue(server, id, days(3)), await issue(server, id, days(20))]
    const second = await enableList(server, id, { crl_name: 'second' })
    const named = await issue(server, id, days(20))
    await disableList(server, id)
    assert.equal((await showAuthority(server, id)).crl_configuration.crl_dis_point, null)
    await revokeAndSee(short, first, second)
    await revokeAndSee(named, first, second)
    for (const name of ['first', 'second']) refused(await takes(other, name), 400, 'PCA.00020204')

    for (let passed = 0; passed < 16; passed += 4) {
      clock.advance(4 * dayMs)
      for (const url of [first, second]) {
        const { list, reasons } = await awaitList(url, `a list on day ${passed + 4}`, isFresh)
        assert.ok((list.nextUpdate ?? 0) > clock.now())
        assert.ok(reasons.has(await serialOf(named)))
      }
      for (const name of ['first', 'second']) refused(await takes(other, name), 400, 'PCA.00020204')
    }
    assert.equal((await showCertificate(server, long)).status, 'ISSUED')

    clock.advance(6 * dayMs)
    await awaitFree(other, 'first')
    const theirs = await createRoot(server)
    await awaitFree(theirs, 'second')
    const taken = await issue(server, theirs)
    await revokeAndSee(taken, second)
    assert.deepEqual([...((await fetchList(second))?.reasons.keys() ?? [])], [await serialOf(taken)])
  })

  test('is still its own when the CA comes back to it', async () => {
    const id = await createRoot(server)
    const place = await enableList(server, id, { crl_name: 'back' })
    const certificate = await issue(server, id)
    await disableList(server, id)
    await revokeAndSee(certificate, place)
    assert.equal(await enableList(server, id, { crl_name: 'back' }), place)
  })
})

suite('a place that no certificate names', () => {
  test('is free at once when the CA leaves it', async () => {
    const [id, other] = [await createRoot(server), await createRoot(server)]
    const left = await enableList(server, id, { crl_name: 'left' })
    await enableList(server, id, { crl_name: 'left-for' })
    assert.equal(await fetchList(left), undefined)
    done(await takes(other, 'left'))
    await disableList(server, id)
    done(await takes(id, 'left-for'))
    await disableList(server, id)
    assert.equal(await fetchList(listUrl(server, bucket, 'left-for')), undefined)
    assert.notEqual((await takes(id, 'left')).status, 204)
  })

  test("has the new CA's list, not what the CA before left there", async () => {
    const [id, other] = [await createRoot(server), await createRoot(server, {}, 'The Next')]
    const place = await enableList(server, id, { crl_name: 'passed-on' })
    const before = await fetchList(place)
    await disableList(server, id)
    await enableList(server, other, { crl_name: 'passed-on' })
    const issuer = Buffer.from('The Next')
    const isTheirs = ({ list }: Fetched) => Buffer.from(list.issuerNameDer).includes(issuer)
    const { number } = await awaitList(place, 'the list of the next', isTheirs)
    assert.ok(before && number > before.number)
  })
})
