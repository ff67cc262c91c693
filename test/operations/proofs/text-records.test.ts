import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { compileOutboundRule } from '../../../src/domain/model/outbound-address.ts'
import { createDomainProver } from '../../../src/outbound/proofs/domain-prover.ts'
import { freeOn, type Knowledge, knowing, type NameServer, startNameServer } from './name-server.ts'

const [resolverAddress, first, second, elsewhere] = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']

/** What the resolver of the test tells: who serves which zone, and where they are. */
const delegations = knowing({
  'NS example.test': ['ns1.example.test', 'ns2.example.test'],
  'A ns1.example.test': [first],
  'A ns2.example.test': [second],
  'NS elsewhere.test': ['ns.elsewhere.test'],
  'A ns.elsewhere.test': [elsewhere],
  // an alias whose target is a zone: a resolver tells the target's servers
  'NS alias.example.test': ['ns.elsewhere.test'],
  'CNAME alias.example.test': ['elsewhere.test'],
  // and fails where the target does
  'NS a.example.test': 'SERVFAIL',
  'CNAME a.example.test': ['b.example.test'],
  'NS nowhere.test': ['ns.nowhere.test'],
  'NS broken.test': 'SERVFAIL',
  'NS www.broken.test': 'SERVFAIL',
  'NS inside.test': ['ns.inside.test'],
  'A ns.inside.test': ['127.0.0.9', '10.0.0.53', '169.254.169.254'],
  'AAAA ns.inside.test': ['::1', 'fd00::53', '::ffff:127.0.0.9'],
  'NS partly.test': ['ns.inside.test', 'ns1.example.test'],
  'NS crowd.test': Array.from({ length: 100 }, (_, index) => `ns${index}.crowd.test`),
  ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`A ns${index}.crowd.test`, [first]])),
})

const ofFirst: Readonly<Record<string, Parameters<typeof knowing>[0][string]>> = {
  'TXT both.example.test': ['one', 'two'],
  'TXT late.example.test': ['old'],
  'TXT half.example.test': ['here'],
  'TXT mute.example.test': 'SERVFAIL',
  'TXT gone.example.test': 'NXDOMAIN',
  'CNAME gone.example.test': 'NXDOMAIN',
  'TXT partly.test': ['seen'],
  'CNAME moved.example.test': ['Proof.Elsewhere.test'],
  'CNAME alias.example.test': ['elsewhere.test'],
  // said by a server that has no say in that zone
  'TXT moved.example.test': ['forged'],
  'CNAME a.example.test': ['b.example.test'],
  'CNAME b.example.test': ['a.example.test'],
  'CNAME self.example.test': ['self.example.test'],
  'TXT crowd.test': ['found'],
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `CNAME c${index}.example.test`,
      [`c${index + 1}.example.test`],
    ]),
  ),
}
const ofSecond = {
  ...ofFirst,
  'TXT late.example.test': ['old', 'new'],
  'TXT half.example.test': 'silence',
  'TXT mute.example.test': 'REFUSED',
} as const

suite('TXT records that prove', { concurrency: true }, () => {
  const servers: Record<string, NameServer> = {}
  let port: number
  const start = async (address: string, know: Knowledge) => {
    servers[address] = await startNameServer(address, port, know)
  }
  before(async () => {
    port = await freeOn(resolverAddress, first, second, elsewhere, '127.0.0.9')
    await start(resolverAddress, delegations)
    await start(first, joined(knowing(ofFirst)))
    await start(second, knowing(ofSecond))
    await start(elsewhere, knowing({ 'TXT proof.elsewhere.test': ['there'], 'TXT elsewhere.test': ['apex'] }))
    await start('127.0.0.9', knowing({}))
  })
  after(() => {
    for (const server of Object.values(servers)) server.close()
  })

  const read = (name: string, ...allowed: string[]) =>
    createDomainProver({
      isAllowed: compileOutboundRule(
        allowed.length > 0 ? allowed : ['127.0.0.2/32', '127.0.0.3/32', '127.0.0.4/32'],
      ),
      resolvers: [`${resolverAddress}:${port}`],
      ports: { dns: port, http: 80, https: 443 },
    }).readTextRecords(name)

  async function reasonOf(name: string, ...allowed: string[]): Promise<string> {
    const reading = await read(name, ...allowed)
    assert.ok(!reading.isRead, JSON.stringify(reading))
    return reading.reason
  }

  test("are those of the zone's own servers, and of all of them", async () => {
    assert.deepEqual(await read('both.example.test'), { isRead: true, contents: ['one', 'two'] })
    assert.deepEqual(await read('Late.example.test.'), { isRead: true, contents: ['old', 'new'] })
    assert.ok(
      !servers[resolverAddress]?.asked.includes('TXT both.example.test'),
      'a resolver may have it cached',
    )
  })

  test('the strings of one are joined', async () =>
    assert.deepEqual(await read('joined.example.test'), { isRead: true, contents: ['a long value'] }))

  test('are none where the name is not there, or has none', async () => {
    assert.deepEqual(await read('gone.example.test'), { isRead: true, contents: [] })
    assert.deepEqual(await read('empty.example.test'), { isRead: true, contents: [] })
  })

  test('a server that does not answer is not missed', async () =>
    assert.deepEqual(await read('half.example.test'), { isRead: true, contents: ['here'] }))

  test('when none answers, each is named with its reason', async () => {
    const reason = await reasonOf('mute.example.test')
    assert.match(reason, /^no server of mute\.example\.test answers: /)
    assert.match(reason, /ns1\.example\.test \(127\.0\.0\.2\) answers SERVFAIL/)
    assert.match(reason, /ns2\.example\.test \(127\.0\.0\.3\) answers REFUSED/)
  })

  test('behind an alias are those of the zone where it leads', async () => {
    assert.deepEqual(await read('moved.example.test'), { isRead: true, contents: ['there'] })
    assert.deepEqual(await read('alias.example.test'), { isRead: true, contents: ['apex'] })
  })

  test('aliases that lead in a circle, or too far, end', async () => {
    for (const name of ['a.example.test', 'self.example.test'])
      assert.match(await reasonOf(name), /aliases of .* lead in a circle/)
    assert.match(await reasonOf('c0.example.test'), /more than 8 aliases/)
  })

  test('nothing is told where it can not be found out who serves the zone', async () => {
    assert.match(
      await reasonOf('www.broken.test'),
      /who serves www\.broken\.test can not be found: the resolver answers SERVFAIL/,
    )
    assert.match(await reasonOf('www.nowhere.test'), /no address is known of ns\.nowhere\.test/)
    assert.match(await reasonOf('not a name'), /no name/)
    assert.match(await reasonOf('a..example.test'), /no name/)
  })

  test('servers at addresses that tenants may not name are never asked', async () => {
    assert.match(
      await reasonOf('www.inside.test'),
      /the name server ns\.inside\.test \(127\.0\.0\.9\) is no public address/,
    )
    assert.deepEqual(await read('partly.test', '127.0.0.2/32'), { isRead: true, contents: ['seen'] })
    assert.deepEqual(servers['127.0.0.9']?.asked, [])
  })

  test('a zone with a hundred servers has us ask a few', async () => {
    assert.deepEqual(await read('crowd.test'), { isRead: true, contents: ['found'] })
    const asked = servers[first]?.asked.filter((question) => question === 'TXT crowd.test').length ?? 0
    assert.ok(asked <= 12, `${asked} times`)
  })
})

/** The one record whose strings matter. */
const joined =
  (know: Knowledge): Knowledge =>
  (type, name) =>
    type === 'TXT' && name === 'joined.example.test'
      ? [{ type: 'TXT', name, ttl: 60, data: ['a long', ' value'] }]
      : know(type, name)

suite('in a network without delegations', () => {
  for (const [what, delegating] of [
    ['that knows no such question', 'NOTIMP'],
    ['that refuses such questions', 'REFUSED'],
    ['that knows of no server', []],
  ] as const) {
    test(`a resolver ${what} is asked itself, wherever it is`, async () => {
      const port = await freeOn(resolverAddress)
      const records = knowing({ 'TXT _acme-challenge.host.corp': ['proof'] })
      const server = await startNameServer(resolverAddress, port, (type, name) =>
        type === 'NS' ? delegating : records(type, name),
      )
      const prover = createDomainProver({
        isAllowed: compileOutboundRule([]),
        resolvers: [`${resolverAddress}:${port}`],
        ports: { dns: 53, http: 80, https: 443 },
      })
      assert.deepEqual(await prover.readTextRecords('_acme-challenge.host.corp'), {
        isRead: true,
        contents: ['proof'],
      })
      server.close()
      const reading = await prover.readTextRecords('_acme-challenge.host.corp')
      assert.ok(!reading.isRead)
      assert.match(reading.reason, /can not be reached/)
    })
  }
})
