import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { domainToASCII } from 'node:url'
import { startServer } from '../running-server.ts'
import { certificates, issueBody } from '../samples.ts'
import { alternativeNamesOf, oids } from './inspect.ts'
import { type Refusal, refusals } from './refusals.ts'
import { createRoot, issued, refused, shown, unchanged } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)

type Name = readonly [type: string, value: string]
const withNames = (names: readonly Name[]) => ({
  subject_alternative_names: names.map(([type, value]) => ({ type, value })),
})
const namesIn = async (changes: object) => {
  const certificate = await issued(server, root, changes)
  assert.notEqual(certificate.extensions.get(oids.alternativeNames)?.isCritical, true)
  return alternativeNamesOf(certificate)
}

const label63 = 'a'.repeat(63)
const name253 = `${label63}.${label63}.${label63}.${'b'.repeat(61)}`
const uri253 = `https://a.test/${'p'.repeat(253 - 'https://a.test/'.length)}`
const mail256 = `${'a'.repeat(64)}@${label63}.${label63}.${'b'.repeat(58)}.test`

const accepted: [Name, string][] = [
  [['DNS', 'www.example.test'], 'DNS:www.example.test'],
  [['DNS', '*.example.test'], 'DNS:*.example.test'],
  [['DNS', 'localhost'], 'DNS:localhost'],
  [['DNS', 'a-1.b-2.test'], 'DNS:a-1.b-2.test'],
  [['DNS', '1.example.test'], 'DNS:1.example.test'],
  [['DNS', `${label63}.test`], `DNS:${label63}.test`],
  [['DNS', name253], `DNS:${name253}`],
  [['DNS', 'xn--bcher-kva.example'], 'DNS:xn--bcher-kva.example'],
  [['DNS', 'bücher.example'], `DNS:${domainToASCII('bücher.example')}`],
  [['DNS', '例え.テスト'], `DNS:${domainToASCII('例え.テスト')}`],
  [['DNS', '*.中文.example'], `DNS:*.${domainToASCII('中文.example')}`],
  [['IP', '192.0.2.1'], 'IP:c0000201'],
  [['IP', '0.0.0.0'], 'IP:00000000'],
  [['IP', '255.255.255.255'], 'IP:ffffffff'],
  [['IP', '2001:db8::1'], 'IP:20010db8000000000000000000000001'],
  [['IP', '2001:0DB8:0000:0000:0000:0000:0000:00FF'], 'IP:20010db80000000000000000000000ff'],
  [['IP', '::'], `IP:${'0'.repeat(32)}`],
  [['IP', '::1'], `IP:${'0'.repeat(31)}1`],
  [['IP', 'fe80::'], `IP:fe80${'0'.repeat(28)}`],
  [['IP', '::ffff:192.0.2.1'], 'IP:00000000000000000000ffffc0000201'],
  [['EMAIL', 'someone@example.test'], 'EMAIL:someone@example.test'],
  [['EMAIL', "first.last+tag/o'x=1@mail.example.test"], "EMAIL:first.last+tag/o'x=1@mail.example.test"],
  [['EMAIL', mail256], `EMAIL:${mail256}`],
  [['URI', 'https://example.test/path?query=1#part'], 'URI:https://example.test/path?query=1#part'],
  [['URI', 'spiffe://cluster.local/ns/default/sa/x'], 'URI:spiffe://cluster.local/ns/default/sa/x'],
  [
    ['URI', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
    'URI:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  ],
  [['URI', uri253], `URI:${uri253}`],
]

suite('subject alternative names', () => {
  for (const [name, expected] of accepted) {
    test(`${name[0]} ${shown(name[1])} is written as ${shown(expected)}`, async () => {
      assert.deepEqual(await namesIn(withNames([name])), [expected])
    })
  }

  test('four types in one certificate, in their order', async () => {
    const names: Name[] = [
      ['URI', 'urn:a:b'],
      ['IP', '192.0.2.1'],
      ['DNS', 'b.test'],
      ['EMAIL', 'a@b.test'],
      ['DNS', 'a.test'],
    ]
    assert.deepEqual(await namesIn(withNames(names)), [
      'URI:urn:a:b',
      'IP:c0000201',
      'DNS:b.test',
      'EMAIL:a@b.test',
      'DNS:a.test',
    ])
  })

  test('duplicates are removed, in whatever notation', async () => {
    const names: Name[] = [
      ['DNS', 'a.test'],
      ['DNS', 'a.test'],
      ['IP', '2001:db8::1'],
      ['IP', '2001:DB8:0:0::1'],
      ['IP', '192.0.2.1'],
      ['IP', '192.0.2.1'],
      ['DNS', 'bücher.example'],
      ['DNS', 'xn--bcher-kva.example'],
      ['EMAIL', 'a@b.test'],
      ['EMAIL', 'a@b.test'],
      ['URI', 'urn:a:b'],
      ['URI', 'urn:a:b'],
    ]
    assert.deepEqual(await namesIn(withNames(names)), [
      'DNS:a.test',
      'IP:20010db8000000000000000000000001',
      'IP:c0000201',
      'DNS:xn--bcher-kva.example',
      'EMAIL:a@b.test',
      'URI:urn:a:b',
    ])
  })

  test('an IPv4 address and its IPv6 mapping are two names', async () => {
    const names: Name[] = [
      ['IP', '192.0.2.1'],
      ['IP', '::ffff:192.0.2.1'],
    ]
    assert.equal((await namesIn(withNames(names)))?.length, 2)
  })

  const many = (count: number) =>
    withNames(Array.from({ length: count }, (_, index): Name => ['DNS', `n${index}.test`]))

  test('20 names are taken, 21 are not, not even of the same', async () => {
    assert.equal((await namesIn(many(20)))?.length, 20)
    const same = withNames(Array.from({ length: 21 }, (): Name => ['DNS', 'a.test']))
    await unchanged(api, async () => {
      for (const changes of [many(21), same]) {
        const answer = await api('POST', certificates, { ...issueBody(root), ...changes })
        refused(answer, 400, 'PCA.00020001', 'subject_alternative_names')
      }
    })
  })

  const fromCommonName: [string, string[] | null][] = [
    ['www.example.test', ['DNS:www.example.test']],
    ['*.example.test', ['DNS:*.example.test']],
    ['192.0.2.7', ['IP:c0000207']],
    ['例え.テスト', [`DNS:${domainToASCII('例え.テスト')}`]],
    ['My Device', null],
    ['Acme, Inc.', null],
    ['a..b', null],
    ['a.*.test', null],
    ['*', null],
    ['-a.test', null],
    ['example.test.', null],
  ]
  for (const [commonName, expected] of fromCommonName) {
    for (const [what, names] of [
      ['absent', undefined],
      ['null', null],
      ['empty', []],
    ] as const) {
      test(`names ${what}, CN ${commonName}: ${expected?.join() ?? 'no names'}`, async () => {
        const changes = {
          distinguished_name: { common_name: commonName },
          subject_alternative_names: names,
        }
        assert.deepEqual(await namesIn(changes), expected)
      })
    }
  }

  test('with names the common name is not added', async () => {
    assert.deepEqual(await namesIn(withNames([['DNS', 'other.test']])), ['DNS:other.test'])
  })
})

const send = (names: unknown) =>
  api('POST', certificates, { ...issueBody(root), subject_alternative_names: names })
const wrong = (type: string, code: string, values: readonly string[]): Refusal[] =>
  values.map((value) => ({
    what: `${type} ${shown(value)}`,
    send: () =>
      send([
        { type: 'DNS', value: 'a.test' },
        { type, value },
      ]),
    code,
  }))

refusals('subject alternative names', api, [
  ...wrong('DNS', 'PCA.00020110', [
    'a b.test',
    '*',
    '*.',
    '*a.test',
    'a*.test',
    'a.*.test',
    '*.*.test',
    'a.test.',
    '.a.test',
    'a..test',
    '.',
    '-a.test',
    'a-.test',
    'a.-b.test',
    `${label63}a.test`,
    `${name253}b`,
    'a/b.test',
    'a:443',
    'http://a.test',
    'a@b.test',
    'a.test\n',
    'a\tb.test',
    'bücher .example',
    '中文..example',
    'a%00.test',
    '*.中.*.test',
    ' a.test',
    '中'.repeat(250),
  ]),
  ...wrong('IP', 'PCA.00020111', [
    'a.test',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.1.1',
    '192.0.2.1/24',
    '0xc0.0.2.1',
    '192.0.2.-1',
    '3221225985',
    '2001:db8',
    '2001:db8:::1',
    '2001::db8::1',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'g::',
    '[::1]',
    'fe80::1%eth0',
    '::1/64',
    ' 192.0.2.1',
    '192.0.2.1 ',
    '١٩٢.0.2.1',
    '::ffff:192.0.2.256',
  ]),
  ...wrong('EMAIL', 'PCA.00020001', [
    'a',
    '@b.test',
    'a@',
    'a@@b.test',
    'a b@c.test',
    'ü@b.test',
    'a@bücher.example',
    `${mail256}x`,
    'a@b.test\n',
  ]),
  ...wrong('URI', 'PCA.00020001', [
    'a.test',
    '/path',
    '//a.test/x',
    'https://a b.test',
    'https://bücher.example/',
    `${uri253}p`,
    ':x',
    'x\n:y',
  ]),
  ...wrong('dns', 'PCA.00020112', ['a.test']),
  ...wrong('DIRNAME', 'PCA.00020112', ['CN=x']),
  ...wrong('DNS ', 'PCA.00020112', ['a.test']),
  ...[undefined, null, '', 5, [], {}].map((type) => ({
    what: `type ${shown(type)}`,
    send: () => send([{ type, value: 'a.test' }]),
    code: 'PCA.00020112',
    names: 'subject_alternative_names[0].type',
  })),
  ...['x', 5, true, {}].map((names) => ({
    what: `names ${shown(names)}`,
    send: () => send(names),
    code: 'PCA.00020001',
    names: 'subject_alternative_names',
  })),
  ...['a.test', 5, null, []].map((name) => ({
    what: `a name ${shown(name)}`,
    send: () => send([name]),
    code: 'PCA.00020001',
    names: 'subject_alternative_names[0]',
  })),
])

suite('subject alternative names: a value that is no text', () => {
  for (const type of ['DNS', 'IP', 'EMAIL', 'URI']) {
    for (const value of [undefined, null, '', 5, [], {}]) {
      test(`${type} ${shown(value)} → 400, named`, async () => {
        const answer = await send([{ type, value }])
        assert.equal(answer.status, 400)
        assert.match(answer.code ?? '', /^PCA\.00020(001|110|111)$/)
        assert.match(answer.message ?? '', /subject_alternative_names\[0\]/)
      })
    }
  }

  test('a wrong address is not told that only IPv4 is known', async () => {
    const { message } = await send([{ type: 'IP', value: 'x' }])
    assert.match(message ?? '', /IPv4.*IPv6/)
  })
})
