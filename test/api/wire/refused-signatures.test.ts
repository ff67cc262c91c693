import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { signedHeaders } from '../signature.ts'
import { type RawAnswer, requestIdForm, send, sendSigned } from './raw-http.ts'

const skewMs = 15 * 60_000

/** Every AK/SK fault is 401 APIG.0301, in the gateway's words (client contract 2.8). */
function assertRefused(answer: RawAnswer, ending?: RegExp): void {
  assert.equal(answer.status, 401, answer.text)
  assert.equal(answer.code, 'APIG.0301')
  assert.match(answer.message ?? '', /^Incorrect IAM authentication information: ./)
  if (ending) assert.match(answer.message ?? '', ending)
  assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg', 'request_id'])
  assert.equal(answer.body.request_id, answer.headers['x-request-id'])
  assert.match(answer.body.request_id, requestIdForm)
}

describe('signatures that are refused', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  /** A right answer between the wrong ones, so that the pair of key and address is never locked. */
  const reset = async () => assert.equal((await server.api('GET', authorities)).status, 200)

  test('no credentials', async () => {
    assertRefused(await send(server.base, { path: authorities }))
    assertRefused(await send(server.base, { path: authorities, headers: { 'x-auth-token': '' } }))
  })

  test('an unknown access key, named in the answer', async () => {
    const answer = await sendSigned(server, 'GET', authorities, { accessKey: 'NOSUCHKEY' })
    assertRefused(answer, /Get secretKey failed,ak:NOSUCHKEY,err:ak not exist$/)
  })

  test('a wrong secret key', async () => {
    const answer = await sendSigned(server, 'GET', authorities, { secretKey: 'x'.repeat(40) })
    assertRefused(answer, /verify aksk signature fail/)
    await reset()
  })

  for (const [name, offset] of [
    ['15 minutes old', -skewMs],
    ['15 minutes ahead', skewMs],
    ['now', 0],
  ] as const) {
    test(`a date that is ${name} is answered`, async () => {
      const answer = await sendSigned(server, 'GET', authorities, { at: server.clock.now() + offset })
      assert.equal(answer.status, 200, answer.text)
    })
  }

  for (const [name, offset] of [
    ['15 minutes and a second old', -skewMs - 1_000],
    ['15 minutes and a second ahead', skewMs + 1_000],
    ['a day old', -24 * 3_600_000],
    ['a year ahead', 365 * 24 * 3_600_000],
  ] as const) {
    test(`a date that is ${name} is refused`, async () => {
      const answer = await sendSigned(server, 'GET', authorities, { at: server.clock.now() + offset })
      assertRefused(answer, /signature expired$/)
    })
  }

  test('the clock moves a signature out of its time', async () => {
    const at = server.clock.now()
    server.clock.advance(skewMs)
    assert.equal((await sendSigned(server, 'GET', authorities, { at })).status, 200)
    server.clock.advance(1)
    assertRefused(await sendSigned(server, 'GET', authorities, { at }), /signature expired$/)
  })

  test('malformed forms of Authorization', async () => {
    const { access_key: accessKey, secret_key: secretKey } = server.credentials
    const url = server.base + authorities
    const { authorization = '', ...rest } = signedHeaders({
      method: 'GET',
      url,
      accessKey,
      secretKey,
      at: server.clock.now(),
    })
    const signature = authorization.slice(-64)
    const forms = [
      '',
      'Basic YTpi',
      'Bearer abc',
      'SDK-HMAC-SHA256',
      `SDK-HMAC-SHA256 Access=${accessKey}`,
      `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host`,
      `SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature=${signature}`,
      `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=, Signature=${signature}`,
      authorization.replace('SDK-HMAC-SHA256', 'SDK-HMAC-MD5'),
      authorization.replace('SDK-HMAC-SHA256', 'V11-HMAC-SHA256'),
      authorization.replace('SDK-HMAC-SHA256', 'SDK-ECDSA-P256-SHA256'),
      authorization.replace('Access=', 'Credential='),
      authorization.replace(accessKey, `${accessKey}/20261120/cn-north-4/ccm`),
      authorization.replace(signature, signature.slice(1)),
      authorization.replace(signature, `${signature}0`),
      authorization.replace(signature, `${signature.slice(1)}g`),
      authorization.replace(signature, signature.toUpperCase()),
      `${authorization}, Signature=${signature}`,
      `${authorization} ${authorization}`,
      'x'.repeat(8_000),
    ]
    for (const form of forms) {
      assert.notEqual(form, authorization)
      const answer = await send(server.base, { path: authorities, headers: { ...rest, authorization: form } })
      assertRefused(answer)
    }
    const right = await send(server.base, { path: authorities, headers: { ...rest, authorization } })
    assert.equal(right.status, 200, 'the untouched form must be right, or nothing above was shown')
  })

  for (const date of ['', 'yesterday', '2026-11-20T12:00:00Z', '20261120T120000', '20261120', '1795176000']) {
    test(`X-Sdk-Date "${date}"`, async () => {
      const { access_key: accessKey, secret_key: secretKey } = server.credentials
      const signed = signedHeaders({
        method: 'GET',
        url: server.base + authorities,
        accessKey,
        secretKey,
        at: server.clock.now(),
      })
      assertRefused(
        await send(server.base, { path: authorities, headers: { ...signed, 'x-sdk-date': date } }),
      )
    })
  }

  test('a signature over another body, query, path, method or header', async () => {
    const body = JSON.stringify(rootBody('Signed Root'))
    const wrong: (() => Promise<RawAnswer>)[] = [
      () => sendSigned(server, 'POST', authorities, { body, sentBody: body.replace('Signed', 'Forged') }),
      () => sendSigned(server, 'POST', authorities, { body, sentBody: '' }),
      () => sendSigned(server, 'POST', authorities, { body: '', sentBody: body }),
      () => sendSigned(server, 'GET', `${authorities}?limit=1`, { sentPath: `${authorities}?limit=2` }),
      () => sendSigned(server, 'GET', `${authorities}?limit=1`, { sentPath: authorities }),
      () => sendSigned(server, 'GET', authorities, { sentPath: `${authorities}?limit=1` }),
      () => sendSigned(server, 'GET', authorities, { sentPath: '/v1/private-certificates' }),
      () => sendSigned(server, 'GET', authorities, { sentPath: `/${authorities}` }),
      () => sendSigned(server, 'GET', authorities, { sentMethod: 'POST' }),
      () => sendSigned(server, 'GET', authorities, { afterSigning: { 'content-type': 'text/plain' } }),
      () => sendSigned(server, 'GET', authorities, { afterSigning: { host: 'example.org' } }),
    ]
    for (const [index, attempt] of wrong.entries()) {
      const answer = await attempt()
      if (index === 7) assert.equal(answer.status, 404, 'a doubled slash is another path')
      else assertRefused(answer, /verify aksk signature fail/)
      await reset()
    }
    assert.equal((await server.api('GET', authorities)).body.total, 0)
  })

  describe('X-Sdk-Content-Sha256', () => {
    const body = JSON.stringify(rootBody('Hashed Root'))

    test("the body's own hash is answered", async () => {
      const hash = createHash('sha256').update(body).digest('hex')
      const answer = await sendSigned(server, 'POST', authorities, {
        body,
        headers: { 'x-sdk-content-sha256': hash },
      })
      assert.equal(answer.status, 200, answer.text)
    })

    test('a hash that is not of the body is refused, though it was signed', async () => {
      const hash = createHash('sha256').update('another body').digest('hex')
      const headers = { 'x-sdk-content-sha256': hash }
      assertRefused(await sendSigned(server, 'POST', authorities, { body, headers }), /X-Sdk-Content-Sha256/)
    })

    test('UNSIGNED-PAYLOAD is refused by default', async () => {
      const headers = { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' }
      assertRefused(await sendSigned(server, 'POST', authorities, { body, headers }))
    })

    test('UNSIGNED-PAYLOAD is refused over plain HTTP also where the setting allows it', async () => {
      const lenient = await startServer({ 'allow-unsigned-payload': 'true' })
      try {
        const headers = { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' }
        assertRefused(await sendSigned(lenient, 'POST', authorities, { body, headers }))
      } finally {
        await lenient.close()
      }
    })
  })
})
