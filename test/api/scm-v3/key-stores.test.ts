import assert from 'node:assert/strict'
import { after, before, describe, suite, test } from 'node:test'
import { keyDerOf, ourJks, ourPfx } from '../../operations/key-store-files.ts'
import { writePfx } from '../../operations/pfx-writer.ts'
import { element, objectIdentifier, only, sequence } from '../pca-v1/der.ts'
import { ecKeys, rsaKeys } from '../pca-v1/requests.ts'
import { ok, refused, shown, withField } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startServer } from '../running-server.ts'
import { unknownId } from '../samples.ts'
import { keyPem, make, makeChain } from './certificates.ts'
import { exported, hosted, importBody, importCertificate, seen, show } from './support.ts'

const server = await startServer({ 'rsa-pool-size': '0', 'hosted-certificate-quota': '1000,few=1' })
after(() => server.close())
const { api } = server

const reading = `${hosted}/read-key-store`
const importing = `${hosted}/import-key-store`
const base64 = (octets: Uint8Array) => Buffer.from(octets).toString('base64')

const password = '密码 secret'
const { leaf, above } = makeChain(2, { dns: ['www.example.test'] })
const chain = above.map(({ pem }) => pem).join('')
const pfx = { content: base64(await ourPfx(leaf, above, password)), password }
const jks = { content: base64(ourJks(leaf, above, password)), password }
const importBodyOf = (store: object, changes: object = {}) => ({ name: 'site', ...store, ...changes })

/** Of bags that lie open; a chain in any order, and certificates of others between. */
const openPfx = async (
  keys: readonly { made: typeof leaf; name?: string }[],
  others: readonly (typeof leaf)[] = [],
) =>
  base64(
    await writePfx(
      {
        keys: keys.map(({ made, ...named }) => ({ der: keyDerOf(made), ...named })),
        certificates: [...others, ...keys.map(({ made }) => made)].map(({ der }) => ({ der })),
      },
      { password: 'secret', mac: 'sha256' },
    ),
  )

const imported = async (body: object) => {
  const { certificate_id } = ok(await api('POST', importing, body))
  assert.match(certificate_id, /^scs[0-9]{13}$/)
  return certificate_id
}

describe('a key store that is read', () => {
  for (const [kind, store] of [
    ['PKCS12', pfx],
    ['JKS', jks],
  ] as const) {
    test(`${kind}: the certificate and its chain, and nothing of the key`, async () => {
      const before = await seen(api)
      const answer = await api('POST', reading, store)
      assert.deepEqual(ok(answer), {
        kind,
        aliases: ['server'],
        alias: 'server',
        certificate: leaf.pem,
        certificate_chain: chain,
        has_key: true,
      })
      assert.doesNotMatch(answer.bytes.toString(), /PRIVATE/)
      assert.deepEqual(await seen(api), before)
    })
  }

  test('of several keys the first, or the one that is named', async () => {
    const two = [make(), make({ keys: rsaKeys() })] as const
    const content = await openPfx([
      { made: two[0], name: 'one' },
      { made: two[1], name: 'two' },
    ])
    for (const [alias, place] of [
      [undefined, 0],
      ['one', 0],
      ['two', 1],
    ] as const) {
      const read = ok(await api('POST', reading, { content, password: 'secret', ...(alias && { alias }) }))
      assert.deepEqual([read.aliases, read.alias], [['one', 'two'], alias ?? 'one'])
      assert.deepEqual([read.certificate, read.certificate_chain], [two[place]?.pem, null])
    }
  })

  test('the chain in its order, without certificates of others', async () => {
    const [lower, root] = above as [typeof leaf, typeof leaf]
    const content = await openPfx([{ made: leaf }], [root, make(), lower])
    const { certificate, certificate_chain } = ok(await api('POST', reading, { content, password: 'secret' }))
    assert.deepEqual([certificate, certificate_chain], [leaf.pem, chain])
  })

  test('a certificate of the same name that did not issue it is of somebody else', async () => {
    const issuer = make({ subject: 'Lower' })
    const made = make({ issuer: { keys: issuer.keys, name: issuer.name } })
    const store = { content: base64(ourJks(made, [make({ subject: 'Lower' }), issuer], 'x')), password: 'x' }
    assert.equal(ok(await api('POST', reading, store)).certificate_chain, issuer.pem)
  })
})

describe('a key store that is imported', () => {
  for (const [kind, store] of [
    ['PKCS12', pfx],
    ['JKS', jks],
  ] as const) {
    test(`${kind}: given out and shown as if it had come in PEM`, async () => {
      const id = await imported(importBodyOf(store))
      assert.deepEqual(await exported(api, id), {
        certificate: leaf.pem,
        certificate_chain: chain,
        entire_certificate: leaf.pem + chain,
        private_key: keyPem(leaf),
        enc_certificate: null,
        enc_private_key: null,
      })
      const other = await importCertificate(api, importBody(leaf, { certificate_chain: chain }))
      assert.deepEqual({ ...(await show(api, id)), id: '' }, { ...(await show(api, other)), id: '' })
    })
  }

  for (const [what, keys] of [
    ['RSA', rsaKeys()],
    ['P-384', ecKeys('P-384')],
  ] as const) {
    test(`a key of ${what}`, async () => {
      const made = make({ keys })
      const id = await imported(importBodyOf({ content: base64(await ourPfx(made, [], 'x')), password: 'x' }))
      assert.equal((await exported(api, id)).private_key, keyPem(made))
    })
  }

  test('one of several keys, by its name', async () => {
    const [one, two] = [make(), make()]
    const content = await openPfx([
      { made: one, name: 'one' },
      { made: two, name: 'two' },
    ])
    const id = await imported(importBodyOf({ content, password: 'secret', alias: 'two' }))
    assert.equal((await exported(api, id)).private_key, keyPem(two))
  })

  test('a store without a password', async () => {
    const content = base64(
      await writePfx(
        { keys: [{ der: keyDerOf(leaf) }], certificates: [{ der: leaf.der }] },
        { password: '', mac: 'sha256' },
      ),
    )
    for (const store of [{ content }, { content, password: '' }, { content, password: null }])
      await imported(importBodyOf(store))
  })

  test('the audit record tells of it, and of no secret; so does that of a refusal', async () => {
    const id = await imported(importBodyOf(pfx))
    await api('POST', importing, importBodyOf({ ...pfx, password: 'wr0ng-secret' }))
    const { records } = ok(await api('GET', '/v1/audit/records?limit=100'))
    const text = JSON.stringify(records)
    for (const secret of [password, 'wr0ng-secret', pfx.content.slice(0, 60)])
      assert.ok(!text.includes(secret))
    const [record] = records.filter((one: { object_id: string }) => one.object_id === id)
    assert.deepEqual([record.operation, record.result], ['importKeyStore', 'success'])
  })

  test('duplicate_check, the quota, and the enterprise project are those of every import', async () => {
    await imported(importBodyOf(pfx))
    const again = await api('POST', importing, importBodyOf(pfx, { duplicate_check: false }))
    refused(again, 400, 'SCM.0005', 'content')
    assert.match(again.message ?? '', /with the fingerprint [0-9a-f]{40} is there already/)
    const few = server.as(await server.addAccount('few'))
    ok(await few('POST', importing, importBodyOf(pfx)))
    refused(await few('POST', importing, importBodyOf(pfx)), 403, 'SCM.0004')
    const body = importBodyOf(pfx, { enterprise_project_id: unknownId })
    refused(await api('POST', importing, body), 400, 'SCM.0005', 'enterprise_project_id')
  })

  test('another account sees nothing of it', async () => {
    const id = await imported(importBodyOf(pfx))
    const stranger = server.as(await server.addAccount('another'))
    refused(await stranger('GET', `${hosted}/${id}`), 404, 'SCM.0008')
  })
})

describe('who may', () => {
  test('only with scm:cert:import, in the enterprise project that it is granted in', async () => {
    const subject = await createSubject(server, 'importer')
    for (const [path, body] of [
      [reading, pfx],
      [importing, importBodyOf(pfx)],
    ] as const)
      refused(await subject.api('POST', path, body), 401, 'SCM.4002')
    const { body } = await api('POST', '/v1.0/enterprise-projects', { name: 'shop' })
    const { enterprise_project: project } = body
    const policy = await createPolicy(server, 'imports', 'Allow', 'scm:cert:import')
    const granted = `/v3.0/OS-PERMISSION/enterprise-projects/${project.id}/groups/${subject.groupId}/roles/${policy}`
    const { status } = await api('PUT', granted)
    assert.equal(status, 204)
    const there = { enterprise_project_id: project.id }
    ok(await subject.api('POST', reading, { ...pfx, ...there }))
    ok(await subject.api('POST', importing, importBodyOf(pfx, there)))
    refused(await subject.api('POST', reading, pfx), 401, 'SCM.4002')
    refused(await subject.api('POST', importing, importBodyOf(pfx)), 401, 'SCM.4002')
  })
})

const [one, two] = [make(), make()]
const several = await openPfx([
  { made: one, name: 'a "b"' },
  { made: two, name: '二' },
])
/** All with one name, so that any could have issued the leaf. */
const manyOf = (issuer: typeof leaf) =>
  Array.from({ length: 11 }, () => make({ keys: issuer.keys, subject: issuer.name }))
const secret = { password: 'secret' }
const keyless = base64(
  await writePfx({ keys: [], certificates: [{ der: leaf.der }] }, { password: 'secret', mac: 'sha256' }),
)
const other = base64(
  await writePfx(
    { keys: [{ der: keyDerOf(one) }], certificates: [{ der: two.der }] },
    { password: 'secret', mac: 'sha256' },
  ),
)
/** Attributes of a PKCS #8 key may be as long as they like. */
const longKey = base64(
  await writePfx(
    {
      keys: [
        {
          der: sequence(
            only(keyDerOf(one)).content,
            element(0xa0, sequence(objectIdentifier('1.2.3'), element(0x31, element(4, Buffer.alloc(3100))))),
          ),
        },
      ],
      certificates: [{ der: one.der }],
    },
    { password: 'secret', mac: 'sha256' },
  ),
)
const slow = base64(
  await writePfx(
    { keys: [{ der: keyDerOf(one) }], certificates: [{ der: one.der }] },
    { password: 'secret', mac: 'sha256', claimed: 2_000_001 },
  ),
)
const rows: readonly (readonly [
  what: string,
  changes: object,
  code: string,
  names: string,
  words?: RegExp,
])[] = [
  ...[undefined, null, '', 5, ['x'], 'no base64!', leaf.pem, '=', 'A'.repeat(1_398_105)].map(
    (content) => [`content ${shown(content).slice(0, 60)}`, { content }, 'SCM.0031', 'content'] as const,
  ),
  ...[5, ['x'], 'x'.repeat(1025)].map(
    (value) =>
      [`password ${shown(value).slice(0, 60)}`, { password: value }, 'SCM.0005', 'password'] as const,
  ),
  ...[5, {}, 'x'.repeat(1025)].map(
    (value) =>
      [
        `key_password ${shown(value).slice(0, 60)}`,
        { key_password: value },
        'SCM.0005',
        'key_password',
      ] as const,
  ),
  ...[5, 'x'.repeat(256)].map(
    (alias) => [`alias ${shown(alias).slice(0, 60)}`, { alias }, 'SCM.0005', 'alias'] as const,
  ),
  ...['x', undefined, '密码'].map(
    (value) =>
      [
        `the password ${shown(value)} of PKCS #12`,
        { password: value },
        'SCM.0005',
        'password',
        /does not open/,
      ] as const,
  ),
  ['another password of JKS', { ...jks, password: 'x' }, 'SCM.0005', 'password', /does not open/],
  ['another password of the key', { ...jks, key_password: 'x' }, 'SCM.0005', 'key_password', /does not open/],
  ['an alias that nothing has', { alias: 'x' }, 'SCM.0005', 'alias', /must be one of "server"$/],
  ['a store that is cut short', { content: pfx.content.slice(0, 400) }, 'SCM.0031', 'content', /broken/],
  ['a certificate', { content: base64(leaf.der) }, 'SCM.0031', 'content', /broken/],
  ['PEM', { content: Buffer.from(leaf.pem).toString('base64') }, 'SCM.0031', 'content', /neither/],
  [
    'JCEKS',
    { content: Buffer.from('cececece00000002', 'hex').toString('base64') },
    'SCM.0031',
    'content',
    /JCEKS/,
  ],
  ['too many iterations', { content: slow, ...secret }, 'SCM.0031', 'content', /iterations/],
  ['no key', { content: keyless, ...secret }, 'SCM.0012', 'content', /without a private key/],
  ['a key that is too long', { content: longKey, ...secret }, 'SCM.0012', 'content', /more than 3072/],
  ['the certificate of another key', { content: other, ...secret }, 'SCM.0014', 'content', /certificate/],
  [
    'a certificate without a host name',
    { content: base64(ourJks(make({ subject: 'Some Shop' }), [], 'x')), password: 'x' },
    'SCM.0009',
    'content',
  ],
  [
    'a DNS name that is no host',
    { content: base64(ourJks(make({ dns: ['a b.test'] }), [], 'x')), password: 'x' },
    'SCM.0070',
    'content',
  ],
  [
    'a chain of more than ten',
    { content: base64(ourJks(leaf, manyOf(above[0] ?? leaf), 'x')), password: 'x' },
    'SCM.0013',
    'content',
  ],
]

/** What reading lets pass, since it is of the import. */
const ofImports = ['SCM.0009', 'SCM.0070']

suite('key stores: refused', () => {
  let first: unknown
  before(async () => {
    first = await seen(api)
  })
  after(async () => assert.deepEqual(await seen(api), first, 'a refusal changed something'))

  for (const [what, changes, code, names, words = /./] of rows) {
    for (const path of ofImports.includes(code) ? [importing] : [reading, importing]) {
      test(`${path.split('/').at(-1)}: ${what} → ${code}`, async () => {
        const start: object = path === importing ? importBodyOf(pfx) : pfx
        const body = Object.entries(changes).reduce(
          (sofar, [field, value]) => withField(sofar, field, value),
          start,
        )
        const answer = await api('POST', path, body)
        refused(answer, 400, code, names)
        assert.match(answer.message ?? '', words)
      })
    }
  }

  test('import-key-store: several keys and no alias → SCM.0005, which names them', async () => {
    const answer = await api('POST', importing, importBodyOf({ content: several, ...secret }))
    refused(answer, 400, 'SCM.0005', 'alias')
    assert.match(answer.message ?? '', /several keys: "a \\"b\\"", "二"$/)
  })

  for (const name of [undefined, 'ab', 'a b', 5])
    test(`import-key-store: name ${shown(name)} → SCM.0032`, async () => {
      refused(await api('POST', importing, importBodyOf(pfx, { name })), 400, 'SCM.0032', 'name')
    })

  test('import-key-store: duplicate_check that is no boolean → SCM.0005', async () => {
    const body = importBodyOf(pfx, { duplicate_check: 'yes' })
    refused(await api('POST', importing, body), 400, 'SCM.0005', 'duplicate_check')
  })

  for (const path of [reading, importing])
    test(`${path.split('/').at(-1)}: a body beyond 3 MiB → 413 APIG.0201`, async () => {
      const answer = await api('POST', path, importBodyOf({ content: 'A'.repeat(3 * 2 ** 20) }))
      assert.equal(`${answer.status} ${answer.code}`, '413 APIG.0201')
    })

  test('while a slow store is opened, others are answered', async () => {
    const content = base64(
      await writePfx(
        { keys: [{ der: keyDerOf(one) }], certificates: [{ der: one.der }] },
        { password: 'secret', mac: { pbmac1: 'sha256', prf: 'sha256' }, claimed: 1_900_000 },
      ),
    )
    let isOver = false
    const opening = api('POST', reading, { content, ...secret }).then((answer) => {
      isOver = true
      return answer
    })
    for (let count = 0; count < 5; count++) ok(await api('GET', `${hosted}?limit=1`))
    assert.equal(isOver, false)
    refused(await opening, 400, 'SCM.0005', 'password')
  })
})
