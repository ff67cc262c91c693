import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { createCredentials } from '../../../src/crypto/credentials.ts'
import { canonicalPath, canonicalQuery, readSignature } from '../../../src/http/wire/signed-request.ts'

/** Client contract 2.9: AK `AccessKey`, SK `SecretKey`. */
interface Vector {
  readonly name: string
  readonly method?: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signedHeaders: string
  readonly algorithm?: 'SDK-HMAC-SM3' | 'V11-HMAC-SHA256'
  readonly scope?: string
  readonly signature: string
}

const goHeaders = { 'x-sdk-date': '20060102T150405Z' }
const goGet = { url: '/path?limit=1', headers: goHeaders, signedHeaders: 'x-sdk-date' }
const goPost = {
  method: 'POST',
  url: '/path?key=value',
  headers: goHeaders,
  body: '{"Name":"test","Id":1}\n',
  signedHeaders: 'x-sdk-date',
}
const pythonGet = {
  url: '/resources?size=1',
  headers: { host: 'service.endpoint.myhuaweicloud.com', 'x-sdk-date': '20200608T023900Z' },
  signedHeaders: 'host;x-sdk-date',
}
const pythonPost = { ...pythonGet, method: 'POST', body: '{"name":"test","id":1}' }
const v11 = (scope: string) => ({ algorithm: 'V11-HMAC-SHA256', scope }) as const
const sm3 = { algorithm: 'SDK-HMAC-SM3' } as const
const goScope = '20060102/test-region-1/demo'
const pythonScope = '20200608/test-region-1/demo'
const nodeHeaders = {
  host: '127.0.0.1:8080',
  'content-type': 'application/json',
  'x-sdk-date': '20260102T150405Z',
}

const vectors: readonly Vector[] = [
  {
    name: '1 Go, GET',
    ...goGet,
    signature: '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  },
  {
    name: '2 Go, POST with a closing newline',
    ...goPost,
    signature: 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  },
  {
    name: '3 Go V11, GET',
    ...goGet,
    ...v11(goScope),
    signature: '8fd3610508884bb19718317797c7378716a94bc740d97502e569322e366341cc',
  },
  {
    name: '4 Go V11, POST',
    ...goPost,
    ...v11(goScope),
    signature: '4112f88b92d82dd1e1b7dd142f1e99e4f1762c42ca8fe0968b3045120870a903',
  },
  {
    name: '5 Go SM3, GET',
    ...goGet,
    ...sm3,
    signature: 'acdeecf8061419275127135b54532c2c20b683bf9bbb8a32bee021a8c40befd4',
  },
  {
    name: '6 Go SM3, POST',
    ...goPost,
    ...sm3,
    signature: '359e49285fe5a469f82b86fd761b1a4a7ee16e3181de7d643c53a30667cde508',
  },
  {
    name: '7 Python, GET',
    ...pythonGet,
    signature: 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  },
  {
    name: '8 Python, POST',
    ...pythonPost,
    signature: '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
  },
  {
    name: '9 Python V11, GET',
    ...pythonGet,
    ...v11(pythonScope),
    signature: 'f7dfee056692e58dede80fc80cb89bbfabf45552dd7cd8d18a0a13484455b98e',
  },
  {
    name: '9 Python V11, POST',
    ...pythonPost,
    ...v11(pythonScope),
    signature: '8e2d91eaf9656ec5d6fab27812e2d898a35aaaa5e16ee0a0365c38527ccfb3cf',
  },
  {
    name: '10 Python SM3, GET',
    ...pythonGet,
    ...sm3,
    signature: 'f8ceb623f0be123dbccd7ad95a6211470f170d1d3c4fa9facbce716d82190e21',
  },
  {
    name: '10 Python SM3, POST',
    ...pythonPost,
    ...sm3,
    signature: '6521b276625d7870e9836c041bafb2fa8d6a7ed0df045b06f1b137243c050ed8',
  },
  {
    name: "11 npm core, a query with every odd character, as axios leaves !'()* alone",
    url: `/v3/scm/certificates?limit=10&content=a%20b%2F%E4%B8%AD*'()!~&arr=b&arr=a`,
    headers: { ...nodeHeaders, 'x-domain-id': 'd1' },
    signedHeaders: 'content-type;host;x-domain-id;x-sdk-date',
    signature: 'af4f9b8bcf2d95bd87db53f63301207ea9ab54d6309ab21a774d401335717ad8',
  },
  {
    name: '11 npm core, the same query with everything escaped and in another order',
    url: '/v3/scm/certificates?arr=a&content=a%20b%2f%e4%b8%ad%2a%27%28%29%21%7e&arr=b&limit=10',
    headers: { ...nodeHeaders, 'x-domain-id': 'd1' },
    signedHeaders: 'content-type;host;x-domain-id;x-sdk-date',
    signature: 'af4f9b8bcf2d95bd87db53f63301207ea9ab54d6309ab21a774d401335717ad8',
  },
  {
    name: '12 npm core, POST',
    method: 'POST',
    url: '/v3/scm/certificates/import',
    headers: nodeHeaders,
    body: '{"name":"中"}',
    signedHeaders: 'content-type;host;x-sdk-date',
    signature: 'f44580dcc9e9f96dc8086251a4fa9e2257da18e9bb4bc4f92b0a1186beeed12f',
  },
]

const credentials = createCredentials()

function claim(vector: Vector) {
  const { method = 'GET', url, headers, body = '', signedHeaders, algorithm = 'SDK-HMAC-SHA256' } = vector
  const who = vector.scope ? `Credential=AccessKey/${vector.scope}` : 'Access=AccessKey'
  const authorization = `${algorithm} ${who}, SignedHeaders=${signedHeaders}, Signature=${vector.signature}`
  const { canonicalHead, ...signature } = readSignature({ method, url, headers }, authorization)
  const canonicalRequest = `${canonicalHead}\n${credentials.hashBody(algorithm, Buffer.from(body))}`
  return { ...signature, canonicalRequest }
}

const isAccepted = (vector: Vector, secretKey = 'SecretKey') =>
  credentials.isSignedWith(claim(vector), Buffer.from(secretKey))

describe('the signing vectors of the client contract', () => {
  for (const vector of vectors) {
    test(`vector ${vector.name}`, () => {
      assert.equal(isAccepted(vector), true)
      assert.equal(isAccepted(vector, 'SecretKez'), false, 'another secret key')
      assert.equal(isAccepted({ ...vector, body: `${vector.body ?? ''} ` }), false, 'another body')
      assert.equal(isAccepted({ ...vector, url: `${vector.url}&x=` }), false, 'another query')
      assert.equal(isAccepted({ ...vector, url: `/x${vector.url}` }), false, 'another path')
      assert.equal(isAccepted({ ...vector, method: 'PUT' }), false, 'another method')
      const later = { ...vector.headers, 'x-sdk-date': '20270102T150405Z' }
      assert.equal(isAccepted({ ...vector, headers: later }), false, 'another date')
    })
  }

  test('vector 1 has the canonical request and the hash that the contract prints', () => {
    const { canonicalRequest } = claim(vectors[0] as Vector)
    assert.equal(
      canonicalRequest,
      [
        'GET',
        '/path/',
        'limit=1',
        'x-sdk-date:20060102T150405Z',
        '',
        'x-sdk-date',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ].join('\n'),
    )
    assert.equal(
      createHash('sha256').update(canonicalRequest).digest('hex'),
      '85c3b7730f308aee452b16138a42a914397e43a8f0d732dfa521c0ef2afa98a4',
    )
  })

  test("the canonical query of the SDK's own tests", () => {
    const wire =
      'test=%E4%B8%80%20(%26%3D%3F!%23%25.*)%2E&path=/tmp/123&multi=3&multi=1&multi=2&limit=1&enable=true'
    assert.equal(
      canonicalQuery(wire),
      'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29.',
    )
  })

  const queries: readonly [wire: string, canonical: string][] = [
    ['', ''],
    ['a', 'a='],
    ['a=', 'a='],
    ['a=b=c', 'a=b%3Dc'],
    ['b=1&a=2', 'a=2&b=1'],
    ['a=2&a=10', 'a=10&a=2'],
    ['a=x%20y', 'a=x%20y'],
    ['a=x+y', 'a=x%20y'],
    ['a=x%2By', 'a=x%2By'],
    ['a=-_.~', 'a=-_.~'],
    ['a=%7E', 'a=~'],
  ]
  for (const [wire, canonical] of queries) {
    test(`the query "${wire}" is canonical as "${canonical}"`, () => {
      assert.equal(canonicalQuery(wire), canonical)
    })
  }

  const paths: readonly [wire: string, canonical: string][] = [
    ['/', '/'],
    ['/a/b', '/a/b/'],
    ['/a/b/', '/a/b/'],
    ['/a%20b', '/a%20b/'],
    ['/%E4%B8%AD', '/%E4%B8%AD/'],
    ['/中', '/%E4%B8%AD/'],
    ["/a'()*!", '/a%27%28%29%2A%21/'],
    ['/a+b', '/a%2Bb/'],
    ['/%61', '/a/'],
  ]
  for (const [wire, canonical] of paths) {
    test(`the path ${wire} is canonical as ${canonical}`, () => {
      assert.equal(canonicalPath(wire), canonical)
    })
  }
})
