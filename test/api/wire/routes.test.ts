import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, rootBody, unknownId } from '../samples.ts'
import { converse, head, type RawAnswer, requestIdForm, send, sendSigned } from './raw-http.ts'

const assertGateway = (answer: RawAnswer, status: number, code: string) => {
  assert.equal(answer.status, status, answer.text)
  assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg', 'request_id'])
  assert.equal(answer.code, code)
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
  assertRequestId(answer)
  assert.equal(answer.body.request_id, answer.headers['x-request-id'])
}

const assertRequestId = ({ headers }: RawAnswer) =>
  assert.match(String(headers['x-request-id'] ?? 'there is no X-Request-Id'), requestIdForm)

describe('routes, and the X-Request-Id that every answer has', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  for (const path of [
    '/v1',
    '/v2/x',
    '/V1/private-certificates',
    '/v1/private-certificates-x',
    '/v1//private-certificates',
    `${authorities}/${unknownId}/explode`,
    `${authorities}/${unknownId}/export/more`,
    '/v3',
    '/v3/auth',
    '/favicon.ico',
    '/v1/%2e%2e/healthz',
    '/v1/../healthz',
  ]) {
    test(`${path} is no route: 404, whoever asks`, async () => {
      assertGateway(await send(server.base, { path }), 404, 'APIG.0101')
      assertGateway(await sendSigned(server, 'GET', '/x', { sentPath: path }), 404, 'APIG.0101')
      assertGateway(await send(server.base, { method: 'POST', path, body: '{}' }), 404, 'APIG.0101')
    })
  }

  for (const [method, path] of [
    ['PUT', authorities],
    ['PATCH', authorities],
    ['DELETE', authorities],
    ['PUT', `${certificates}/${unknownId}`],
    ['GET', `${authorities}/${unknownId}/disable`],
    ['POST', `${authorities}/${unknownId}/csr`],
    ['PUT', '/v3/auth/tokens'],
    ['POST', '/v3/regions'],
    ['OPTIONS', certificates],
    ['PROPFIND', certificates],
  ] as const) {
    test(`${method} ${path} is a route of another method: 405`, async () => {
      assertGateway(await send(server.base, { method, path }), 405, 'APIG.0101')
      assertGateway(await sendSigned(server, method, path), 405, 'APIG.0101')
    })
  }

  test('HEAD is another method too, and has no body', async () => {
    const answer = await send(server.base, { method: 'HEAD', path: certificates })
    assert.equal(answer.status, 405)
    assert.equal(answer.text, '')
    assertRequestId(answer)
  })

  for (const path of ['/%', '/%zz', '/v1/%E4%B8', `${authorities}/%FF`, `${authorities}/%C0%AE`]) {
    test(`${path}, malformed percent-encoding: refused as a request, with X-Request-Id`, async () => {
      const answer = await send(server.base, { path })
      assert.ok([400, 404].includes(answer.status), answer.text)
      assert.match(answer.code ?? '', /^APIG\./)
      assertRequestId(answer)
    })
  }

  for (const length of [101, 1_000, 2_000]) {
    test(`a path parameter of ${length} characters is a wrong id, not a wrong route`, async () => {
      const id = 'a'.repeat(length)
      const authority = await sendSigned(server, 'GET', `${authorities}/${id}`)
      assert.equal(authority.status, 400, authority.text)
      assert.equal(authority.code, 'PCA.00020201')
      assert.ok(authority.text.length < 1_500, 'the answer does not echo everything')
      const certificate = await sendSigned(server, 'GET', `${certificates}/${id}`)
      assert.equal(certificate.code, 'PCA.00020301')
      assert.equal((await send(server.base, { path: `${authorities}/${id}` })).status, 401)
    })
  }

  test('a path parameter of 10,000 characters is refused with X-Request-Id', async () => {
    const answer = await send(server.base, { path: `${authorities}/${'a'.repeat(10_000)}` })
    assert.ok(answer.status >= 400 && answer.status < 500, answer.text)
    assert.match(answer.code ?? '', /^APIG\./)
    assertRequestId(answer)
  })

  for (const id of [
    '..%2F..%2Fhealthz',
    'a%00b',
    '%20',
    'a%2Fb',
    "'%20or%201=1--",
    'ABCDEF01-ABCD-4ABC-8ABC-ABCDEF012345',
    `${unknownId}%0A`,
  ]) {
    test(`the path parameter ${id} is a wrong id`, async () => {
      const answer = await sendSigned(server, 'GET', `${authorities}/${id}`)
      assert.equal(answer.status, 400, answer.text)
      assert.equal(answer.code, 'PCA.00020201')
    })
  }

  test('X-Request-Id is 32 hex on every kind of answer, and never the same', async () => {
    const created = await sendSigned(server, 'POST', authorities, {
      body: JSON.stringify(rootBody('Id Root')),
    })
    assert.equal(created.status, 200)
    const one = `${authorities}/${created.body.ca_id}`
    const answers = [
      created,
      await sendSigned(server, 'GET', one),
      await sendSigned(server, 'POST', `${one}/disable`),
      await sendSigned(server, 'GET', `${authorities}/${unknownId}`),
      await sendSigned(server, 'POST', authorities, { body: '{' }),
      await sendSigned(server, 'POST', authorities, { body: 'x', headers: { 'content-type': 'text/plain' } }),
      await send(server.base, { method: 'POST', path: authorities, body: ' '.repeat(70_000) }),
      await send(server.base, {
        method: 'POST',
        path: authorities,
        headers: { 'content-type': 'json' },
        body: '{}',
      }),
      await send(server.base, { path: authorities }),
      await send(server.base, { path: authorities, headers: { 'x-auth-token': 'forged' } }),
      await send(server.base, { path: '/healthz' }),
      await send(server.base, { path: `/pki/${created.body.ca_id}.crt` }),
      await send(server.base, { path: '/pki/nothing' }),
      await send(server.base, { method: 'POST', path: '/v3/auth/tokens', body: '{}' }),
      await send(server.base, { path: '/v3/regions' }),
    ]
    for (const answer of answers) assertRequestId(answer)
    assert.equal(new Set(answers.map(({ headers }) => headers['x-request-id'])).size, answers.length)
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 204, 404, 400, 415, 413, 401, 401, 401, 200, 200, 404, 400, 401],
    )
  })

  test("a client's own X-Request-Id does not become ours", async () => {
    const mine = 'a'.repeat(32)
    const answer = await send(server.base, {
      path: '/healthz',
      headers: { 'x-request-id': mine, 'request-id': mine },
    })
    assertRequestId(answer)
    assert.notEqual(answer.headers['x-request-id'], mine)
  })

  test('what is no HTTP is refused, with X-Request-Id and in the words of the gateway', async () => {
    const malformed = {
      'no request line': 'GARBAGE\r\n\r\n',
      'an unknown method': head('BREW', authorities, { host: 'x' }),
      'a header without a name': 'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n',
      'two different lengths': head('POST', authorities, { host: 'x', 'content-length': '1, 2' }),
      'a negative length': head('POST', authorities, { host: 'x', 'content-length': '-1' }),
      'a NUL in a header': 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n',
      'headers of 20 kB': head('GET', '/healthz', { host: 'x', 'x-a': 'a'.repeat(20_000) }),
    }
    for (const [name, text] of Object.entries(malformed)) {
      const answer = await converse(server.base, text).all()
      assert.match(answer, /^HTTP\/1\.1 4\d\d /, name)
      assert.match(answer, /\r\nx-request-id: [0-9a-f]{32}\r\n/i, name)
      assert.match(answer, /"error_code":"APIG\.\d{4}"/, name)
    }
  })

  test('length and chunks at once are refused: that is how requests are smuggled', async () => {
    const text = head('POST', authorities, {
      host: 'x',
      'content-length': '5',
      'transfer-encoding': 'chunked',
    })
    const answer = await converse(
      server.base,
      text,
      '0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
    ).all()
    assert.match(answer, /^HTTP\/1\.1 400 /)
    assert.ok(!answer.includes('"status":"ok"'), 'the hidden request was answered')
  })
})
