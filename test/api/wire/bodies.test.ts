import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../samples.ts'
import { sendSigned } from './raw-http.ts'

describe('bodies that are no JSON, or not the JSON that is meant', () => {
  let server: RunningServer
  let rootId: string

  before(async () => {
    server = await startServer()
    rootId = (await server.api('POST', authorities, rootBody('Body Root'))).body.ca_id
  })
  after(() => server.close())

  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    sendSigned(server, 'POST', authorities, { body, headers })
  const postToken = (body: string | Uint8Array) => sendSigned(server, 'POST', '/v3/auth/tokens', { body })

  const valid = JSON.stringify(rootBody('Valid Root'))
  const deep = (levels: number) =>
    valid.replace('{', `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)},`)
  const full = (marks: number) => valid.replace('{', `{"x":[${'[],'.repeat(marks / 3)}[]],`)
  const broken: readonly [name: string, body: string | Uint8Array][] = [
    ['nothing but a brace', '{'],
    ['cut off', valid.slice(0, -1)],
    ['with a trailing comma', valid.replace(/}$/, ',}')],
    ['twice', `${valid}${valid}`],
    ['in single quotes', "{'type':'ROOT'}"],
    ['with a comment', `/* */${valid}`],
    ['NaN', 'NaN'],
    ['with a bare NUL', valid.replace('Valid', 'Va\0lid')],
    ['with an escaped NUL', valid.replace('Valid', 'Va\\u0000lid')],
    ['with a lone high surrogate', valid.replace('Valid', 'Va\\ud800lid')],
    ['with a lone low surrogate', valid.replace('Valid', 'Va\\udc00lid')],
    ['with surrogates the wrong way round', valid.replace('Valid', '\\udc00\\ud800')],
    ['with bytes that are no UTF-8', Buffer.from(valid.replace('Valid', 'Va\xfflid'), 'latin1')],
    [
      'with a surrogate in UTF-8 bytes',
      Buffer.concat([Buffer.from('{"type":"'), Buffer.of(0xed, 0xa0, 0x80, 0x22, 0x7d)]),
    ],
    ['UTF-16', Buffer.from(valid, 'utf16le')],
    ['nested 65 levels deep', deep(65)],
    ['of more than 50,000 marks', full(50_000)],
    ['in a field that nobody knows: an escaped NUL', valid.replace('{', '{"x":"\\u0000",')],
  ]
  for (const [name, body] of broken) {
    test(`${name}: 400, in the words of the family`, async () => {
      const answer = await post(body)
      assert.equal(answer.status, 400, answer.text)
      assert.equal(answer.code, 'PCA.00020001')
      assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg'])
      const iam = await postToken(body)
      assert.equal(iam.status, 400, iam.text)
      assert.equal(iam.body.error.code, 400)
      assert.match(iam.code ?? '', /^IAM\./)
    })
  }

  for (const [name, body] of [
    ['nested 64 levels deep', deep(64)],
    ['of 49,000 marks', full(49_000)],
    [
      'of one string of brackets, quotes and backslashes',
      valid.replace('{', `{"x":"${'[{,\\"\\\\'.repeat(5000)}",`),
    ],
  ] as const) {
    test(`${name}: taken`, async () => {
      const answer = await post(body)
      assert.equal(answer.status, 200, answer.text)
    })
  }

  const wrongKinds = ['[]', '[{}]', '7', '-0', '"text"', 'true', 'false', '[null]', '{}', 'null', '', ' \n']
  for (const body of wrongKinds) {
    test(`the body ${JSON.stringify(body)} where an object with fields is needed: 400`, async () => {
      const answer = await post(body)
      assert.equal(answer.status, 400, answer.text)
      assert.match(answer.code ?? '', /^PCA\.0002/)
      const iam = await postToken(body)
      assert.equal(iam.status, 400, iam.text)
    })
  }

  for (const body of ['[]', '7', '"text"', 'true', '["CERTIFICATE_HOLD"]']) {
    test(`the body ${body} where a body is optional: 400, and nothing is done`, async () => {
      const { certificate_id: id } = (await server.api('POST', certificates, issueBody(rootId))).body
      const answer = await sendSigned(server, 'POST', `${certificates}/${id}/revoke`, { body })
      assert.equal(answer.status, 400, answer.text)
      assert.equal(answer.code, 'PCA.00020001')
      assert.equal((await server.api('GET', `${certificates}/${id}`)).body.status, 'ISSUED')
    })
  }

  test('a field of another JSON type is refused, never converted', async () => {
    const changes: readonly object[] = [
      { validity: { type: 'YEAR', value: '10' } },
      { validity: { type: 'YEAR', value: 1.5 } },
      { validity: { type: 'YEAR', value: true } },
      { validity: ['YEAR', 10] },
      { type: ['ROOT'] },
      { key_algorithm: { name: 'EC256' } },
      { distinguished_name: 'CN=x' },
      { distinguished_name: { ...rootBody().distinguished_name, country: 7 } },
      { crl_configuration: { enabled: 'false' } },
    ]
    for (const change of changes) {
      const answer = await post(JSON.stringify({ ...rootBody('Typed Root'), ...change }))
      assert.equal(answer.status, 400, `${JSON.stringify(change)}: ${answer.text}`)
      assert.match(answer.code ?? '', /^PCA\.0002/)
      assert.ok((answer.message ?? '').includes(Object.keys(change)[0] ?? '?'), answer.text)
    }
  })

  test('unknown fields are ignored, at the top and inside', async () => {
    const body = {
      ...rootBody('Ignoring Root'),
      colour: 'blue',
      nested: { a: [1, { b: null }] },
      distinguished_name: { ...rootBody('Ignoring Root').distinguished_name, title: 'Dr' },
    }
    const answer = await post(JSON.stringify(body))
    assert.equal(answer.status, 200, answer.text)
    const shown = await server.api('GET', `${authorities}/${answer.body.ca_id}`)
    assert.equal(shown.body.distinguished_name.title, undefined)
  })

  test('__proto__, constructor and prototype are fields that nobody knows', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const poisoned = valid.replace('{', `{"${key}":{"type":"ROOT","isAdministrator":true},`)
      const created = await post(poisoned.replace('Valid', `Poisoned ${key.replace(/\W/g, '')}`))
      assert.equal(created.status, 200, `${key}: ${created.text}`)
      const missing = await post(`{"${key}":${valid}}`)
      assert.equal(missing.status, 400, `${key} must not stand in for the fields: ${missing.text}`)
      const inner = valid.replace('"distinguished_name":{', `"distinguished_name":{"${key}":{"title":"x"},`)
      assert.equal((await post(inner)).status, 200)
    }
    assert.equal(({} as Record<string, unknown>)['isAdministrator'], undefined)
    for (const query of ['?__proto__=1', '?constructor=1&toString=2', '?__proto__[limit]=1']) {
      assert.equal((await server.api('GET', `${authorities}${query}`)).status, 200, query)
    }
  })

  test('10,000 levels deep: refused, wherever they stand', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    for (const body of [
      deep,
      deepObject,
      deep.slice(0, 10_000),
      `{"type":${deep}}`,
      `{"validity":${deepObject}}`,
      valid.replace('{', `{"x":${deep},`),
      valid.replace('{', `{"y":"\\u0041","x":${deepObject},`),
    ]) {
      const answer = await post(body)
      assert.equal(answer.status, 400, answer.text.slice(0, 200))
      assert.ok(answer.text.length < 2_000)
    }
  })

  for (const mediaType of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ]) {
    test(`${mediaType}: 415`, async () => {
      const answer = await post(valid, { 'content-type': mediaType })
      assert.equal(answer.status, 415, answer.text)
      assert.equal(answer.code, 'PCA.00020001')
      const bodiless = await sendSigned(server, 'GET', authorities, {
        headers: { 'content-type': mediaType },
      })
      assert.equal(bodiless.status, 200, 'without a body there is nothing to have a type')
    })
  }

  test('NUL in a query: 400, as in a body (A12)', async () => {
    for (const value of ['a%00b', '%00']) {
      const answer = await sendSigned(server, 'GET', `${authorities}?name=${value}`)
      assert.equal(answer.status, 400, `${value}: ${answer.text}`)
      assert.equal(answer.code, 'PCA.00020001')
    }
  })

  test('bytes in a query that are no UTF-8 find nothing, and are no failure of ours', async () => {
    for (const value of ['%ED%A0%80', '%FF', '%', '%zz']) {
      // the harness signs what a URL parser makes of it; here the text stands for itself
      const signed = `${authorities}?name=${encodeURIComponent(value)}`
      const answer = await sendSigned(server, 'GET', signed, { sentPath: `${authorities}?name=${value}` })
      assert.ok([200, 400, 401].includes(answer.status), `${value}: ${answer.text}`)
      assert.equal(answer.body.total ?? 0, 0)
      await sendSigned(server, 'GET', authorities)
    }
  })

  test('a repeated query parameter where one is meant: 400', async () => {
    const answer = await sendSigned(server, 'GET', `${authorities}?limit=1&limit=2`)
    assert.equal(answer.status, 400, answer.text)
    assert.equal(answer.code, 'PCA.00020001')
  })
})
