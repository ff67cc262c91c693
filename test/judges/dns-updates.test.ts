import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import { createDnsConnectors, type DnsPlace } from '../../src/outbound/dns/dns-connectors.ts'
import { systemClock } from '../../src/system/clock.ts'
import { systemRandom } from '../../src/system/random.ts'
import { type Bind, type BindKey, startBind } from './bind.ts'
import { skipWithout } from './programs.ts'

const name = '_acme-challenge.www.example.test'

suite('BIND takes our updates', skipWithout('named', 'nsupdate', 'dig'), () => {
  let bind: Bind
  before(async () => {
    const records = ['alias IN CNAME www', 'taken IN TXT "of others"']
    bind = await startBind({ zones: [{ name: 'example.test', records }, { name: 'sub.example.test' }] })
  })
  after(() => bind.stop())

  interface Differences {
    readonly key?: Partial<BindKey>
    readonly zones?: readonly string[]
    readonly port?: number
    readonly clockMs?: number
  }
  function connectorsOf({ key, zones = ['example.test'], port = bind.port, clockMs = 0 }: Differences = {}) {
    const { secret, ...tsigKey } = { ...bind.tsigKey, ...key }
    const place: DnsPlace = {
      kind: 'rfc2136',
      zones,
      server: { host: bind.address, port },
      key: { ...tsigKey, secret: Buffer.from(secret, 'base64') },
    }
    const clock = { now: () => systemClock.now() + clockMs }
    return createDnsConnectors([place], { clock, random: systemRandom })
  }
  const connector = (differences: Differences = {}, of = name) => {
    const found = connectorsOf(differences).find(of)
    assert.ok(found)
    return found
  }
  const isRefused = (reason: RegExp) => (error: unknown) => {
    assert.ok(error instanceof DomainError)
    assert.equal(error.code, 'dns-refused')
    assert.match(error.facts.reason ?? '', reason)
    return true
  }

  test('a record is put beside others, once, and taken from them', async () => {
    await bind.setTxt(name, 'of others')
    await connector().addText(name, 'ours')
    await connector().addText(name, 'ours')
    await connector().addText(name, 'ours too')
    assert.deepEqual(await bind.readTxt(name), ['of others', 'ours', 'ours too'])
    await connector().removeText(name, 'ours')
    await connector().removeText(name, 'ours')
    await connector().removeText(name, 'never there')
    assert.deepEqual(await bind.readTxt(name), ['of others', 'ours too'])
    await connector().removeText(name, 'ours too')
    await bind.setTxt(name)
    await connector().removeText(name, 'ours')
    assert.deepEqual(await bind.readTxt(name), [])
  })

  test('many at once are all there', async () => {
    const values = Array.from({ length: 20 }, (_, index) => `value ${index}`).sort()
    const many = 'many.example.test'
    await Promise.all(values.map((value) => connector().addText(many, value)))
    assert.deepEqual(await bind.readTxt(many), values)
    await Promise.all(values.map((value) => connector().removeText(many, value)))
    assert.deepEqual(await bind.readTxt(many), [])
  })

  test('a value of more than one string, and names in capitals', async () => {
    const long = 'x'.repeat(600)
    await connector().addText('Long.Example.test', long)
    assert.deepEqual(await bind.readTxt('long.example.test'), [long])
    await connector().removeText('long.example.test.', long)
    assert.deepEqual(await bind.readTxt('long.example.test'), [])
  })

  test('the longest zone that holds a name is the one that changes', async () => {
    const connectors = connectorsOf({ zones: ['example.test', 'sub.example.test'] })
    await connectors.find('a.sub.example.test')?.addText('a.sub.example.test', 'there')
    assert.deepEqual(await bind.readTxt('a.sub.example.test'), ['there'])
    assert.equal(connectors.find('otherexample.test'), undefined)
    assert.equal(connectors.find('test'), undefined)
    assert.ok(connectors.find('EXAMPLE.test.'))
  })

  const refusals: readonly [what: string, reason: RegExp, Differences, of?: string][] = [
    [
      'a key that may not',
      /does not let the key stranger change .* \(REFUSED\)/,
      { key: { name: 'stranger' } },
    ],
    ['a key that is not known', /does not know the key nobody .* \(BADKEY\)/, { key: { name: 'nobody' } }],
    ['another secret', /another secret .* \(BADSIG\)/, { key: { secret: 'b3RoZXI=' } }],
    ['another algorithm', /\((BADKEY|BADSIG)\)/, { key: { algorithm: 'hmac-sha512' } }],
    ['a clock that is slow', /clock that is (899|9\d\d) s ahead of ours \(BADTIME\)/, { clockMs: -900_000 }],
    ['a zone of others', /no server of the zone test, .* \(NOTAUTH\)/, { zones: ['test'] }],
    ['a name beside an alias', /has an alias at alias\.example\.test/, {}, 'alias.example.test'],
    ['nobody at that port', /ECONNREFUSED/, { port: 1 }],
    ['a label that is too long', /more than 63 octets/, {}, `${'x'.repeat(64)}.example.test`],
  ]
  for (const [what, reason, differences, of = name] of refusals) {
    test(`${what} is told by its name, and changes nothing`, async () => {
      const ours =
        differences.key?.name === 'stranger' ? { ...differences, key: bind.strangerKey } : differences
      await assert.rejects(connector(ours, of).addText(of, 'refused'), isRefused(reason))
      assert.ok(!(await bind.readTxt(of.replace(/x{64}/, 'x'))).includes('refused'))
    })
  }
})

for (const algorithm of ['hmac-sha384', 'hmac-sha512'] as const) {
  test(`BIND takes updates by ${algorithm}`, skipWithout('named', 'nsupdate', 'dig'), async () => {
    await using bind = await startBind({ zones: [{ name: 'example.test' }], algorithm })
    const { secret, ...key } = bind.tsigKey
    const place: DnsPlace = {
      kind: 'rfc2136',
      zones: ['example.test'],
      server: { host: bind.address, port: bind.port },
      key: { ...key, secret: Buffer.from(secret, 'base64') },
    }
    const connectors = createDnsConnectors([place], { clock: systemClock, random: systemRandom })
    await connectors.find(name)?.addText(name, 'signed')
    assert.deepEqual(await bind.readTxt(name), ['signed'])
  })
}
