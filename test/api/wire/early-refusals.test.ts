import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { signedHeaders } from '../signature.ts'
import { type Conversation, converse, head } from './raw-http.ts'

/** Architecture §5: an unknown access key or a stale date is refused before the body is read. */
describe('refusals that come before the body', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  function headersFor(
    options: { accessKey?: string; at?: number; path?: string } = {},
  ): Record<string, string> {
    const { access_key, secret_key } = server.credentials
    const { accessKey = access_key, at = server.clock.now(), path = authorities } = options
    const url = server.base + path
    return {
      host: new URL(server.base).host,
      ...signedHeaders({ method: 'POST', url, accessKey, secretKey: secret_key, at }),
    }
  }

  /** Announces a body, sends a little of it, and never ends. */
  const neverEnding = (headers: Record<string, string>, path = authorities): Conversation =>
    converse(server.base, head('POST', path, { ...headers, 'content-length': '60000' }), '{"type":')

  const neverEndingChunks = (headers: Record<string, string>, path = authorities): Conversation =>
    converse(
      server.base,
      head('POST', path, { ...headers, 'transfer-encoding': 'chunked' }),
      '8\r\n{"type":\r\n',
    )

  for (const [way, begin] of [
    ['by length', neverEnding],
    ['in chunks', neverEndingChunks],
  ] as const) {
    test(`no credentials, ${way}`, async () => {
      const { socket, said } = begin({ host: 'x', 'content-type': 'application/json' })
      const answer = await said('APIG.0301')
      assert.match(answer, /^HTTP\/1\.1 401 /)
      socket.destroy()
    })

    test(`an unknown access key, ${way}`, async () => {
      const { socket, said } = begin(headersFor({ accessKey: 'NOSUCHKEY' }))
      assert.match(await said('ak not exist'), /^HTTP\/1\.1 401 /)
      socket.destroy()
    })

    test(`a stale date, ${way}`, async () => {
      const { socket, said } = begin(headersFor({ at: server.clock.now() - 3_600_000 }))
      assert.match(await said('signature expired'), /^HTTP\/1\.1 401 /)
      socket.destroy()
    })

    test(`a forged token, ${way}`, async () => {
      const { socket, said } = begin({ host: 'x', 'x-auth-token': 'f'.repeat(43) })
      assert.match(await said('PCA.00010001'), /^HTTP\/1\.1 401 /)
      socket.destroy()
    })

    test(`an unknown route, ${way}`, async () => {
      const { socket, said } = begin({ host: 'x', 'content-type': 'application/json' }, '/v1/nowhere')
      assert.match(await said('APIG.0101'), /^HTTP\/1\.1 404 /)
      socket.destroy()
    })
  }

  test('a body over the limit is refused by its length, before credentials and before it is sent', async () => {
    const { socket, said } = converse(
      server.base,
      head('POST', authorities, { host: 'x', 'content-type': 'application/json', 'content-length': '65537' }),
    )
    assert.match(await said('APIG.0201'), /^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('a body of exactly the limit is not refused for its length', async () => {
    const padded = JSON.stringify(rootBody('Padded Root')).padEnd(64 * 1024, ' ')
    assert.equal((await server.api('POST', authorities, padded)).status, 200)
    const longer = await server.api('POST', authorities, `${padded} `)
    assert.equal(longer.status, 413)
    assert.equal(longer.code, 'APIG.0201')
  })

  test('a chunked body over the limit is refused while it is still being sent', async () => {
    const { 'content-type': type = '', ...rest } = headersFor()
    const { socket, said } = converse(
      server.base,
      head('POST', authorities, { ...rest, 'content-type': type, 'transfer-encoding': 'chunked' }),
    )
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`
    for (let sent = 0; sent < 5; sent += 1) socket.write(chunk)
    const answer = await said('APIG.0201')
    assert.match(answer, /^HTTP\/1\.1 413 /)
    assert.match(answer, /\r\nx-request-id: [0-9a-f]{32}\r\n/i)
    socket.destroy()
  })

  test('the server still answers after all of these', async () => {
    assert.equal((await server.api('GET', authorities)).status, 200)
  })

  test('a refused request leaves a connection that can be used again, or says that it closes it', async () => {
    const body = 'x'.repeat(20)
    const first = head('POST', authorities, {
      host: 'x',
      'content-type': 'application/json',
      'content-length': String(body.length),
    })
    const { socket, said } = converse(server.base, first, body, head('GET', '/healthz', { host: 'x' }))
    const answer = await said(/"status":"ok"|connection: close/i)
    assert.match(answer, /^HTTP\/1\.1 401 /)
    socket.destroy()
  })
})
