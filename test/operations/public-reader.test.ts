import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, suite, test } from 'node:test'
import { createPublicReader } from '../../src/outbound/public-reader.ts'

const asked: IncomingHttpHeaders[] = []
const site = createServer((request, response) => {
  asked.push(request.headers)
  const status = Number(request.url?.slice(1))
  response
    .writeHead(status, status === 200 ? { etag: '"one"' } : {})
    .end(status === 200 ? 'content' : undefined)
}).listen(0, '127.0.0.1')
await once(site, 'listening')
after(() => site.close())
const { port } = site.address() as AddressInfo
const read = (status: number, known: string | null) =>
  createPublicReader().read(`http://127.0.0.1:${port}/${status}`, known)

suite('reading our own public address', () => {
  test('brings the content, and what names it', async () => {
    const found = await read(200, null)
    assert.ok(found !== 'unchanged')
    assert.equal(Buffer.from(found.content).toString(), 'content')
    assert.equal(found.entityTag, '"one"')
    assert.equal(asked.at(-1)?.['if-none-match'], undefined)
  })

  test('asks only for what is not known yet', async () => {
    assert.equal(await read(304, '"one"'), 'unchanged')
    assert.equal(asked.at(-1)?.['if-none-match'], '"one"')
  })

  test('takes no other answer for a good one', async () => {
    const refused = { code: 'public-address-failed' }
    for (const status of [404, 500, 204]) await assert.rejects(read(status, '"one"'), refused)
    await assert.rejects(read(304, null), refused)
  })
})
