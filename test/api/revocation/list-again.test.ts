import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createRoot, issue } from '../pca-v1/support.ts'
import { minuteMs } from '../test-clock.ts'
import { awaitList, enableList, fetchList, revokeCertificate, startWithAgency } from './lists.ts'
import { serialOf } from './statuses.ts'

const server = await startWithAgency()
after(() => server.close())

/** A list that was published, with what it is told by. */
async function published() {
  const root = await createRoot(server)
  const url = await enableList(server, root)
  const tag = (await fetch(url)).headers.get('etag') ?? ''
  assert.match(tag, /^"[0-9a-f]{64}"$/)
  return { root, url, tag }
}

const get = (url: string, headers: Readonly<Record<string, string>>) => fetch(url, { headers })

/** Revokes something, and waits for the list that tells of it. */
async function renew(root: string, url: string): Promise<void> {
  const certificate = await issue(server, root)
  const serial = await serialOf(server, certificate)
  await revokeCertificate(server, certificate)
  await awaitList(url, serial, ({ reasons }) => reasons.has(serial))
}

suite('a list that the client has already', () => {
  test('is not sent again to one that names it, in whatever form', async () => {
    const { url, tag } = await published()
    for (const known of [tag, `W/${tag}`, `"another", ${tag}`, `"a,b" ,W/"c",${tag}`, '*', ' * ']) {
      const response = await get(url, { 'if-none-match': known })
      assert.equal(response.status, 304, known)
      assert.equal(response.headers.get('etag'), tag)
      assert.equal(response.headers.get('cache-control'), 'no-cache')
      assert.equal((await response.arrayBuffer()).byteLength, 0)
    }
  })

  test('is sent to one that names others', async () => {
    const { url, tag } = await published()
    for (const known of ['"another"', tag.slice(1, -1), `${tag.slice(0, -2)}"`, '', '"*"']) {
      const response = await get(url, { 'if-none-match': known })
      assert.equal(response.status, 200, known)
      assert.ok((await response.arrayBuffer()).byteLength > 0)
    }
  })

  test('is another once it tells of something new', async () => {
    const { root, url, tag } = await published()
    await renew(root, url)
    const response = await get(url, { 'if-none-match': tag })
    assert.equal(response.status, 200)
    assert.notEqual(response.headers.get('etag'), tag)
  })

  test('is told by its time only when no other can have the same', async () => {
    const { root, url } = await published()
    assert.equal((await fetch(url)).headers.get('last-modified'), null)
    server.clock.advance(minuteMs)
    const modified = (await fetch(url)).headers.get('last-modified') ?? ''
    assert.ok(Math.abs(Date.parse(modified) - Date.now()) < minuteMs)
    const statusSince = async (time: string, more = {}) =>
      (await get(url, { 'if-modified-since': time, ...more })).status
    assert.equal(await statusSince(modified), 304)
    const later = new Date(Date.parse(modified) + 1000).toUTCString()
    for (const other of [later, '', 'yesterday']) assert.equal(await statusSince(other), 200, other)
    assert.equal(await statusSince(modified, { 'if-none-match': '"another"' }), 200)
    await renew(root, url)
    assert.equal(await statusSince(modified), 200)
  })

  test('may be asked for without its octets', async () => {
    const { url, tag } = await published()
    const { status, headers } = await fetch(url, { method: 'HEAD' })
    assert.equal(status, 200)
    assert.equal(headers.get('etag'), tag)
    assert.equal(headers.get('content-type'), 'application/pkix-crl')
    assert.equal(headers.get('content-length'), String((await fetchList(url))?.der.length))
    const known = await fetch(url, { method: 'HEAD', headers: { 'if-none-match': tag } })
    assert.equal(known.status, 304)
  })
})
