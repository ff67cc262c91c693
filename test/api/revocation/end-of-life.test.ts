import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import {
  createRoot,
  createSubordinate,
  done,
  exportBody,
  issue,
  ok,
  quotaUsed,
  refused,
  showAuthority,
} from '../pca-v1/support.ts'
import { authorities, certificates, issueBody } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import {
  awaitList,
  disableList,
  enableList,
  type Fetched,
  fetchList,
  firstBucket,
  revokeCertificate,
  startWithAgency,
  until,
} from './lists.ts'
import { serialOf, statusOf, switchResponder } from './statuses.ts'

const server = await startWithAgency()
after(() => server.close())
const { api, clock, base } = server
const accountId = server.credentials.domain.id
const root = await createRoot(server, { validity: { type: 'YEAR', value: 30 } })

const act = async (id: string, verb: string) => done(await api('POST', `${authorities}/${id}/${verb}`))
const remove = async (id: string) => done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
const keyOf = (id: string) => server.world.database.read(accountId, ({ keys }) => keys.find(id))
const isGone = async (id: string) => (await api('GET', `${authorities}/${id}`)).status === 404
const awaitEnd = (id: string) => until('the end', async () => ((await isGone(id)) ? true : undefined), 60_000)
const isLast =
  (notAfter: number) =>
  ({ list }: Fetched) =>
    list.nextUpdate === notAfter

const reasonOf = (status: Awaited<ReturnType<typeof statusOf>>) =>
  typeof status === 'string' ? status : status.reason

/** A CA with lists and a responder, a certificate that lives on and one that is revoked, and its end planned. */
async function doomed() {
  const id = await createSubordinate(server, root, { path_length: 1, validity: { type: 'YEAR', value: 5 } })
  const url = await enableList(server, id)
  await switchResponder(server, id, true)
  const [living, revoked] = [
    await issue(server, id, { validity: { type: 'YEAR', value: 2 } }),
    await issue(server, id, { validity: { type: 'YEAR', value: 2 } }),
  ]
  await revokeCertificate(server, revoked, 'SUPERSEDED')
  const { not_after: notAfter } = await showAuthority(server, id)
  await act(id, 'disable')
  await remove(id)
  const serials = { living: await serialOf(server, living), revoked: await serialOf(server, revoked) }
  return { id, url, living, notAfter, serials }
}

suite('a DELETED CA whose time of grace is over', () => {
  test('is gone, its key destroyed, its place in the quota given back, its tags gone', async () => {
    const { id } = await doomed()
    done(await api('POST', `${authorities}/${id}/tags`, { tag: { key: 'end', value: 'of life' } }))
    assert.ok(await keyOf(id))
    const used = await quotaUsed(api, authorities)
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    refused(await api('GET', `${authorities}/${id}`), 404, 'PCA.00030102')
    for (const verb of ['enable', 'disable', 'restore', 'export', 'revoke', 'crl/disable']) {
      refused(await api('POST', `${authorities}/${id}/${verb}`), 404, 'PCA.00030102')
    }
    refused(await api('DELETE', `${authorities}/${id}?pending_days=7`), 404, 'PCA.00030102')
    assert.equal(await keyOf(id), undefined)
    assert.equal(await quotaUsed(api, authorities), used - 1)
    const { tags } = ok(await api('GET', `${authorities}/tags`))
    assert.ok(!tags.some(({ key }: { key: string }) => key === 'end'))
    const listed = ok(await api('GET', `${authorities}?limit=1000`)).certificate_authorities
    assert.ok(!listed.some((ca: { ca_id: string }) => ca.ca_id === id))
  })

  test('leaves a last list that lives as long as it, wherever certificates look', async () => {
    const id = await createSubordinate(server, root, { validity: { type: 'YEAR', value: 5 } })
    const old = await enableList(server, id)
    await issue(server, id)
    const moved = await enableList(server, id, { crl_name: 'end-moved' })
    const certificate = await issue(server, id)
    await disableList(server, id)
    await revokeCertificate(server, certificate, 'SUPERSEDED')
    const serial = await serialOf(server, certificate)
    const { not_after: notAfter } = await showAuthority(server, id)
    await act(id, 'disable')
    await remove(id)
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    for (const url of [old, moved]) {
      const last = await fetchList(url)
      assert.ok(last)
      assert.equal(last.list.nextUpdate, notAfter)
      assert.ok(last.reasons.has(serial))
    }
  })

  test('leaves a responder that answers until the CA would have ended', async () => {
    const { id, serials, notAfter } = await doomed()
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    for (const nextMs of [dayMs, 40 * dayMs, 365 * dayMs]) {
      clock.advance(nextMs)
      assert.equal(await statusOf(server, id, serials.living), 'good')
      assert.equal(reasonOf(await statusOf(server, id, serials.revoked)), 'SUPERSEDED')
    }
    clock.advance(notAfter - clock.now())
    assert.equal(await statusOf(server, id, serials.living), 'unauthorized')
  })

  test('leaves its certificate, for all who fetch it and for the chains of what it issued', async () => {
    const { id, living } = await doomed()
    const before = Buffer.from(await (await fetch(`${base}/pki/${id}.crt`)).arrayBuffer())
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    const after = await fetch(`${base}/pki/${id}.crt`)
    assert.equal(after.status, 200)
    assert.ok(before.equals(Buffer.from(await after.arrayBuffer())))
    const exported = ok(await api('POST', `${certificates}/${living}/export`, exportBody))
    const chain = exported.certificate_chain.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/g)
    assert.equal(chain.length, 2)
    const der = Buffer.from(chain[0].replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
    assert.ok(der.equals(before))
  })

  test('issues nothing, and revokes nothing of what it issued: 404 PCA.00030103', async () => {
    const id = await createSubordinate(server, root, { path_length: 1 })
    const child = await createSubordinate(server, id, {}, 'Child')
    const certificate = await issue(server, id)
    await revokeCertificate(server, certificate, 'CERTIFICATE_HOLD')
    await act(id, 'disable')
    await remove(id)
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    refused(await api('POST', certificates, issueBody(id)), 404, 'PCA.00030103')
    for (const path of [`${certificates}/${certificate}`, `${authorities}/${child}`]) {
      refused(await api('POST', `${path}/revoke`, { reason: 'SUPERSEDED' }), 404, 'PCA.00030103')
    }
    refused(await api('POST', `${certificates}/${certificate}/release`), 404, 'PCA.00030103')
    assert.equal((await showAuthority(server, child)).status, 'ACTIVED')
    await issue(server, child)
  })

  test('gives the place of its list to whoever asks, once the last certificate that names it ended', async () => {
    const id = await createSubordinate(server, root)
    await enableList(server, id, { crl_name: 'end-place' })
    await issue(server, id, { validity: { type: 'DAY', value: 9 } })
    await act(id, 'disable')
    await remove(id)
    clock.advance(7 * dayMs)
    await awaitEnd(id)
    const body = { obs_bucket_name: await firstBucket(api), valid_days: 7, crl_name: 'end-place' }
    const take = () => api('POST', `${authorities}/${root}/crl/enable`, body)
    refused(await take(), 400, 'PCA.00020204')
    clock.advance(4 * dayMs)
    done(await take())
  })
})

suite('a DELETED CA before its end', () => {
  test('that is restored does not end', async () => {
    const [{ id, url }, other] = [await doomed(), await doomed()]
    await act(id, 'restore')
    clock.advance(8 * dayMs)
    await awaitEnd(other.id)
    const { status, delete_time, not_after } = await showAuthority(server, id)
    assert.deepEqual([status, delete_time], ['DISABLED', null])
    assert.ok(await keyOf(id))
    const list = await awaitList(url, 'a fresh list', (each) => (each.list.nextUpdate ?? 0) > clock.now())
    assert.ok(!isLast(not_after)(list))
    await act(id, 'enable')
    await issue(server, id)
  })

  test('publishes and answers, and is not at its end a day before', async () => {
    const [{ id, url, living, serials }, other] = [await doomed(), await doomed()]
    clock.advance(6 * dayMs)
    await revokeCertificate(server, living, 'SUPERSEDED')
    await awaitList(url, 'the revocation', ({ reasons }) => reasons.has(serials.living))
    assert.equal((await showAuthority(server, id)).status, 'DELETED')
    assert.ok(await keyOf(other.id))
  })

  test('keeps its key while the bucket is away, and what is revoked meanwhile is in the last list', async () => {
    const { id, url, living, serials, notAfter } = await doomed()
    const folder = join(server.dataFolder, 'buckets', accountId, await firstBucket(api))
    const progress = () =>
      server.world.database.read(accountId, ({ revocationLists }) => revocationLists.progress(id))
    await awaitList(url, 'the first', ({ reasons }) => reasons.has(serials.revoked))
    await rename(folder, `${folder}-away`)
    clock.advance(7 * dayMs)
    await until('a failure', async () => (await progress())?.failure ?? undefined)
    assert.equal((await showAuthority(server, id)).status, 'DELETED')
    assert.ok(await keyOf(id))
    await revokeCertificate(server, living, 'KEY_COMPROMISE')
    await rename(`${folder}-away`, folder)
    clock.advance(60_000)
    await awaitEnd(id)
    const last = await fetchList(url)
    assert.ok(last)
    assert.equal(last.list.nextUpdate, notAfter)
    assert.equal(last.reasons.get(serials.living), 'KEY_COMPROMISE')
  })
})
