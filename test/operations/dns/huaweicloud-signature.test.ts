import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  authorizationOf,
  canonicalQuery,
  signingDate,
} from '../../../src/outbound/huaweicloud/sign-request.ts'

const key = { accessKey: 'AccessKey', secretKey: 'SecretKey' }
const go = { 'x-sdk-date': '20060102T150405Z' }
const python = { host: 'service.endpoint.myhuaweicloud.com', 'x-sdk-date': '20200608T023900Z' }
const node = {
  host: '127.0.0.1:8080',
  'content-type': 'application/json',
  'x-sdk-date': '20260102T150405Z',
}

/** The vectors of the vendor's SDKs (client contract 2.9) by their numbers there. */
const vectors = [
  [
    1,
    'GET',
    'https://host/path?limit=1',
    go,
    '',
    '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  ],
  [
    2,
    'POST',
    'https://host/path?key=value',
    go,
    '{"Name":"test","Id":1}\n',
    'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  ],
  [
    7,
    'GET',
    'https://host/resources?size=1',
    python,
    '',
    'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  ],
  [
    8,
    'POST',
    'https://host/resources?size=1',
    python,
    '{"name":"test","id":1}',
    '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
  ],
  [
    11,
    'GET',
    `http://127.0.0.1:8080/v3/scm/certificates?${canonicalQuery([
      ['limit', '10'],
      ['content', "a b/中*'()!~"],
      ['arr', 'b'],
      ['arr', 'a'],
    ])}`,
    { ...node, 'x-domain-id': 'd1' },
    '',
    'af4f9b8bcf2d95bd87db53f63301207ea9ab54d6309ab21a774d401335717ad8',
  ],
  [
    12,
    'POST',
    'http://127.0.0.1:8080/v3/scm/certificates/import',
    node,
    '{"name":"中"}',
    'f44580dcc9e9f96dc8086251a4fa9e2257da18e9bb4bc4f92b0a1186beeed12f',
  ],
] as const

suite('requests to Huawei Cloud are signed as the vendor signs them', () => {
  for (const [number, method, url, headers, body, signature] of vectors) {
    test(`vector ${number}`, () => {
      const names = Object.keys(headers).sort().join(';')
      assert.equal(
        authorizationOf({ method, url: new URL(url), headers, body }, key),
        `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=${names}, Signature=${signature}`,
      )
    })
  }

  test('a query by name, then by value, encoded by one rule', () =>
    assert.equal(
      canonicalQuery([
        ['test', '诗 (&=?!#%.*).'],
        ['multi', '3'],
        ['multi', '1'],
        ['path', '/tmp/123'],
      ]),
      'multi=1&multi=3&path=%2Ftmp%2F123&test=%E8%AF%97%20%28%26%3D%3F%21%23%25.%2A%29.',
    ))

  test('the date is that of ISO 8601 without marks', () =>
    assert.equal(signingDate(Date.UTC(2026, 0, 2, 15, 4, 5, 678)), '20260102T150405Z'))
})
