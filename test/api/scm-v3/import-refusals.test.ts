import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { element, objectIdentifier, sequence } from '../pca-v1/der.ts'
import { alternativeNames, commonName, dns, ecKeys, nameOf, pem, rsaKeys, types } from '../pca-v1/requests.ts'
import { refused, shown, withField } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { unknownId } from '../samples.ts'
import { keyPem, make, makeChain } from './certificates.ts'
import { hosted, importBody, seen } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server

const good = make({ dns: ['www.example.test'] })
const other = make()
const { leaf, above } = makeChain(2)
const [lower, root] = above.map((one) => one.pem) as [string, string]
const rsa = make({ keys: rsaKeys() })
const encrypted = good.keys.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString()
const traditional = keyPem(rsa, 'pkcs1').replace(
  'KEY-----\n',
  'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n',
)
const padded = (text: string, length: number) => text + ' '.repeat(length - text.length)

/** A private half that is none of the public one beside it, which OpenSSL loads all the same. */
function forgedKey(): string {
  const mine = good.keys.privateKey.export({ format: 'jwk' })
  const another = ecKeys().privateKey.export({ format: 'jwk' })
  const { d = '' } = another
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(mine.x ?? '', 'base64url'),
    Buffer.from(mine.y ?? '', 'base64url'),
  ])
  return pem(
    'EC PRIVATE KEY',
    sequence(
      [2, 1, 1],
      element(4, Buffer.from(d, 'base64url')),
      element(0xa0, objectIdentifier('1.2.840.10045.3.1.7')),
      element(0xa1, element(3, [0], point)),
    ),
  )
}

/** Each in the other's place: A is issued by B, and B by A. */
function circle() {
  const [a, b] = [ecKeys(), ecKeys()]
  const [nameA, nameB] = [commonName('A'), commonName('B')]
  const certificateA = make({ keys: a, subject: 'A', issuer: { keys: b, name: nameB } })
  const certificateB = make({ keys: b, subject: 'B', issuer: { keys: a, name: nameA } })
  return { end: make({ issuer: certificateA }), chain: certificateA.pem + certificateB.pem }
}
const round = circle()

const manyNames = (count: number) =>
  make({
    extensions: [alternativeNames(...Array.from({ length: count }, (_, index) => dns(`n${index}.test`)))],
  })
const million = () => pem('CERTIFICATE', Buffer.alloc(5_000_000, element(0x82, 'a.b')))
const deep = () => {
  let der: Buffer = Buffer.from([5, 0])
  for (let depth = 0; depth < 3000; depth++) der = element(0x30, der)
  return pem('CERTIFICATE', der)
}
const wrongSignature = () => {
  const der = Buffer.from(Buffer.from(lower.split('\n').slice(1, -2).join(''), 'base64'))
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  return pem('CERTIFICATE', der)
}
/** Issued in the name of the root, by somebody else. */
const falseLower = make({
  subject: 'Lower',
  issuer: { keys: ecKeys(), name: above[1]?.name ?? commonName('') },
})
const falseLeaf = make({ issuer: falseLower })

/** RSA keys as large as OpenSSL takes them, all of the same name, so that any could have issued any. */
function slowChain(modulusOctets: number, exponentOctets: number) {
  const odd = (octets: number, first: number) => {
    const number = randomBytes(octets)
    number[0] = first
    number[octets - 1] = (number[octets - 1] ?? 0) | 1
    return number
  }
  const numbers = sequence(element(2, [0], odd(modulusOctets, 0xc5)), element(2, odd(exponentOctets, 0x45)))
  const key = sequence(
    sequence(objectIdentifier('1.2.840.113549.1.1.1'), element(5)),
    element(3, [0], numbers),
  )
  const publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
  const issuer = { keys: { publicKey, privateKey: rsa.keys.privateKey }, name: commonName('Slow') }
  const above = Array.from({ length: 10 }, () => make({ keys: issuer.keys, subject: 'Slow', issuer }))
  return { ...importBody(make({ issuer })), certificate_chain: above.map((one) => one.pem).join('') }
}

const rows: readonly (readonly [what: string, changes: object, code: string, names: string])[] = [
  ...[undefined, null, '', 'ab', 'a'.repeat(64), 'a b', 'ä-b', 'a/b', 5, ['abc'], 'abc\n'].map(
    (name) => [`name ${shown(name)}`, { name }, 'SCM.0032', 'name'] as const,
  ),

  ...[undefined, null, '', 5, [good.pem], {}, 'hello', good.der.toString('base64')].map(
    (certificate) =>
      [`certificate ${shown(certificate)}`, { certificate }, 'SCM.0031', 'certificate'] as const,
  ),
  ['certificate of 16385 characters', { certificate: padded(good.pem, 16_385) }, 'SCM.0031', 'certificate'],
  ['a certificate with a million names', { certificate: million() }, 'SCM.0031', 'certificate'],
  ['a certificate of nothing but depth', { certificate: deep() }, 'SCM.0031', 'certificate'],
  [
    '21 certificates',
    { certificate: pem('CERTIFICATE', Buffer.from([5, 0])).repeat(21) },
    'SCM.0031',
    'certificate',
  ],
  ['thousands of blocks', { certificate: '-----BEGIN A-----\n'.repeat(900) }, 'SCM.0031', 'certificate'],
  ['a block without its end', { certificate: good.pem.slice(0, -20) }, 'SCM.0031', 'certificate'],
  [
    'labels that differ',
    { certificate: good.pem.replace('END CERT', 'END SERT') },
    'SCM.0031',
    'certificate',
  ],
  ['a body that is no base64', { certificate: good.pem.replace('MII', 'M*I') }, 'SCM.0031', 'certificate'],
  ['a key in the certificate', { certificate: good.pem + keyPem(good) }, 'SCM.0031', 'certificate'],
  [
    'a request',
    { certificate: good.pem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST') },
    'SCM.0031',
    'certificate',
  ],
  [
    'trailing octets',
    { certificate: pem('CERTIFICATE', Buffer.concat([good.der, Buffer.from([0])])) },
    'SCM.0031',
    'certificate',
  ],
  [
    'what is cut short',
    { certificate: pem('CERTIFICATE', good.der.subarray(0, 200)) },
    'SCM.0031',
    'certificate',
  ],
  ['something else in DER', { certificate: pem('CERTIFICATE', sequence([5, 0])) }, 'SCM.0031', 'certificate'],
  [
    'a broken certificate behind a good one',
    { certificate: good.pem + pem('CERTIFICATE', sequence()) },
    'SCM.0031',
    'certificate',
  ],

  ...[undefined, null, '', 5, 'x', good.pem, padded(keyPem(good), 4097)].map(
    (private_key) =>
      [`private_key ${shown(private_key)}`, { private_key }, 'SCM.0012', 'private_key'] as const,
  ),
  ['an encrypted key', { private_key: encrypted }, 'SCM.0012', 'private_key'],
  ['an encrypted key in the older form', { private_key: traditional }, 'SCM.0012', 'private_key'],
  ['two keys', { private_key: keyPem(good) + keyPem(good, 'sec1') }, 'SCM.0012', 'private_key'],
  [
    'a key under a wrong label',
    { private_key: keyPem(good, 'sec1').replaceAll('EC PRIVATE', 'RSA PRIVATE') },
    'SCM.0012',
    'private_key',
  ],
  [
    'a key that is cut short',
    { private_key: pem('PRIVATE KEY', sequence([2, 1, 0], sequence())) },
    'SCM.0012',
    'private_key',
  ],
  [
    'a key that can not sign',
    { private_key: keyPem({ keys: generateKeyPairSync('x25519') }) },
    'SCM.0012',
    'private_key',
  ],
  [
    'a public key',
    { private_key: good.keys.publicKey.export({ type: 'spki', format: 'pem' }) },
    'SCM.0012',
    'private_key',
  ],

  ["another's key", { private_key: keyPem(other) }, 'SCM.0014', 'private_key'],
  ["another's key, of another kind", { private_key: keyPem(rsa) }, 'SCM.0014', 'private_key'],
  ['a private half that is not of the public one', { private_key: forgedKey() }, 'SCM.0014', 'private_key'],
  [
    'the key of a CA in the chain',
    { certificate: leaf.pem, certificate_chain: lower, private_key: keyPem(above[0] ?? good) },
    'SCM.0014',
    'private_key',
  ],

  ...[5, {}, 'hello', good.der.toString('base64'), padded(lower, 65_537)].map(
    (certificate_chain) =>
      [
        `certificate_chain ${shown(certificate_chain)}`,
        { certificate_chain },
        'SCM.0013',
        'certificate_chain',
      ] as const,
  ),
  ['a chain of somebody else', { certificate_chain: lower + root }, 'SCM.0013', 'certificate_chain'],
  ['a chain with a gap', { ...importBody(leaf), certificate_chain: root }, 'SCM.0013', 'certificate_chain'],
  [
    'a chain with one too many',
    { ...importBody(leaf), certificate_chain: lower + root + other.pem },
    'SCM.0013',
    'certificate_chain',
  ],
  [
    'a chain with a broken certificate',
    { ...importBody(leaf), certificate_chain: lower + pem('CERTIFICATE', sequence()) },
    'SCM.0013',
    'certificate_chain',
  ],
  [
    'a chain that is signed wrongly',
    { ...importBody(leaf), certificate_chain: wrongSignature() + root },
    'SCM.0013',
    'certificate_chain',
  ],
  [
    'a chain by name only',
    { ...importBody(falseLeaf), certificate_chain: falseLower.pem + root },
    'SCM.0013',
    'certificate_chain',
  ],
  [
    'a chain that goes round',
    { ...importBody(round.end), certificate_chain: round.chain },
    'SCM.0013',
    'certificate_chain',
  ],
  ['one too many in the certificate', { certificate: good.pem + other.pem }, 'SCM.0013', 'certificate_chain'],

  [
    'no common name and no alternative name',
    importBody(make({ subject: nameOf() })),
    'SCM.0009',
    'certificate',
  ],
  ['a common name that is no host', importBody(make({ subject: 'Some Shop' })), 'SCM.0009', 'certificate'],
  [
    'an organisation alone',
    importBody(make({ subject: nameOf([types.organization, element(0x0c, 'x.test')]) })),
    'SCM.0009',
    'certificate',
  ],
  [
    'an e-mail address alone',
    importBody(make({ subject: nameOf(), extensions: [alternativeNames(element(0x81, 'a@b.test'))] })),
    'SCM.0009',
    'certificate',
  ],
  ...['a b.test', 'a..test', '-a.test', '1.2.3.4', 'a.*.test', 'www.test.', 'x'.repeat(64)].map(
    (name) =>
      [`the DNS name ${shown(name)}`, importBody(make({ dns: [name] })), 'SCM.0070', 'certificate'] as const,
  ),

  ...['yes', 'false', 1, []].map(
    (duplicate_check) =>
      [
        `duplicate_check ${shown(duplicate_check)}`,
        { duplicate_check },
        'SCM.0005',
        'duplicate_check',
      ] as const,
  ),
  ...[5, 'x'.repeat(65), unknownId].map(
    (enterprise_project_id) =>
      [
        `enterprise_project_id ${shown(enterprise_project_id)}`,
        { enterprise_project_id },
        'SCM.0005',
        'enterprise_project_id',
      ] as const,
  ),

  ['half of an encryption pair', { enc_certificate: other.pem }, 'SCM.0014', 'enc_private_key'],
  ['the other half', { enc_private_key: keyPem(other) }, 'SCM.0014', 'enc_certificate'],
  [
    'an encryption key of another',
    { enc_certificate: other.pem, enc_private_key: keyPem(good) },
    'SCM.0014',
    'enc_private_key',
  ],
  [
    'a broken encryption certificate',
    { enc_certificate: 'x', enc_private_key: keyPem(other) },
    'SCM.0031',
    'enc_certificate',
  ],
  [
    'two encryption certificates',
    { enc_certificate: other.pem + good.pem, enc_private_key: keyPem(other) },
    'SCM.0031',
    'enc_certificate',
  ],
  [
    'a broken encryption key',
    { enc_certificate: other.pem, enc_private_key: 'x' },
    'SCM.0012',
    'enc_private_key',
  ],
]

suite('import: refused', () => {
  let first: unknown
  before(async () => {
    first = await seen(api)
  })

  for (const [what, changes, code, names] of rows) {
    test(`${what} → ${code}`, async () => {
      const body = Object.entries(changes).reduce(
        (sofar, [field, value]) => withField(sofar, field, value),
        importBody(good) as object,
      )
      refused(await api('POST', `${hosted}/import`, body), 400, code, names)
    })
  }

  for (const [what, modulus, exponent] of [
    ['exponents of 65 bits and more', 384, 9],
    ['exponents as long as their moduli', 384, 384],
    ['moduli of 8200 bits', 1025, 3],
  ] as const) {
    test(`a chain of RSA keys with ${what} → SCM.0013 at once`, async () => {
      const body = slowChain(modulus, exponent)
      const began = performance.now()
      const answer = await api('POST', `${hosted}/import`, body)
      const tookMs = performance.now() - began
      refused(answer, 400, 'SCM.0013', 'certificate_chain')
      assert.match(answer.message ?? '', /too large/)
      assert.ok(tookMs < 250, `${tookMs} ms`)
    })
  }

  for (const [what, text] of [
    ['millions of numbers', `[${'1,'.repeat(5_000_000)}1]`],
    ['a million fields', `{${Array.from({ length: 999_999 }, (_, n) => `"${n}":1`).join()}}`],
    ['nothing but depth', '['.repeat(10_000_000)],
  ] as const) {
    test(`a body of ${what} → SCM.0005 at once`, async () => {
      const began = performance.now()
      const answer = await api('POST', `${hosted}/import`, `{"name":"abc","more":${text}}`)
      const tookMs = performance.now() - began
      refused(answer, 400, 'SCM.0005', 'body')
      assert.ok(tookMs < 1500, `${tookMs} ms`)
    })
  }

  for (const [what, body] of [
    ['absent', ''],
    ['JSON null', 'null'],
    ['a list', '[]'],
    ['broken JSON', '{"name":'],
  ] as const) {
    test(`a body that is ${what} → SCM.0005`, async () =>
      refused(await api('POST', `${hosted}/import`, body), 400, 'SCM.0005'))
  }

  test('a body beyond 12 MiB → 413 APIG.0201', async () => {
    const answer = await api('POST', `${hosted}/import`, importBody(good, { name: 'x'.repeat(12 * 2 ** 20) }))
    assert.equal(`${answer.status} ${answer.code}`, '413 APIG.0201')
  })

  test('what is at the edge is taken', async () => {
    const edge = manyNames(800)
    assert.ok(edge.pem.length < 16_384)
    const body = importBody(edge, {
      name: 'abc',
      certificate: padded(edge.pem, 16_384),
      private_key: padded(keyPem(edge), 4096),
      certificate_chain: padded(edge.pem, 65_536),
      enterprise_project_id: 'all',
    })
    const answer = await api('POST', `${hosted}/import`, body)
    assert.equal(answer.status, 200, `${answer.code} ${answer.message}`)
    const { body: details } = await api('GET', `${hosted}/${answer.body.certificate_id}`)
    assert.equal(details.domain_count, 801)
    assert.equal((await api('DELETE', `${hosted}/${answer.body.certificate_id}`)).status, 204)
  })

  after(async () => assert.deepEqual(await seen(api), first, 'a refusal changed something'))
})
