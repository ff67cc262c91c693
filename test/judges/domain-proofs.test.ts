import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { createTestClock } from '../api/test-clock.ts'
import { newFolder, removeFolder } from '../start-up/program.ts'
import { type Bind, startBind } from './bind.ts'
import { skipWithout } from './programs.ts'

/** The product as its settings make it, and a BIND that is both who tells delegations and who serves the zones. */
suite('proofs in zones that BIND serves', skipWithout('named', 'nsupdate', 'dig'), () => {
  const folder = newFolder()
  let bind: Bind
  let server: RunningServer
  before(async () => {
    bind = await startBind({
      zones: [
        {
          name: 'example.test',
          records: [
            '_acme-challenge.moved IN CNAME moved.proofs.test.',
            '_acme-challenge.round IN CNAME around',
            'around IN CNAME _acme-challenge.round',
            'deep.sub IN TXT "below what is empty"',
            `long IN TXT "${'a'.repeat(255)}" "${'b'.repeat(255)}" "c"`,
            ...Array.from({ length: 40 }, (_, index) => `much IN TXT "${`${index}`.padEnd(200, 'x')}"`),
          ],
        },
        { name: 'proofs.test' },
      ],
    })
    const secretFile = join(folder, 'tsig')
    writeFileSync(secretFile, bind.tsigKey.secret, { mode: 0o600 })
    const issuersFile = join(folder, 'issuers.json')
    const zones = {
      kind: 'rfc2136',
      server: `${bind.address}:${bind.port}`,
      zones: ['example.test', 'proofs.test'],
      key_name: bind.tsigKey.name,
      secret_file: secretFile,
    }
    writeFileSync(issuersFile, JSON.stringify({ dns: [zones] }), { mode: 0o600 })
    const settings = {
      'dns-servers': `${bind.address}:${bind.port}`,
      'issuers-file': issuersFile,
      'outbound-allow': '127.0.0.0/8',
    }
    const proofPorts = { ...wellKnownPorts, dns: bind.port }
    // signatures of updates are of the time that BIND has, too
    server = await startServer(settings, createTestClock(Date.now()), { proofPorts })
  })
  after(async () => {
    await server.close()
    await bind.stop()
    removeFolder(folder)
  })

  const read = (name: string) => server.world.domainProver.readTextRecords(name)

  test('what somebody sets is seen, and when it is gone, too', async () => {
    const name = '_acme-challenge.www.example.test'
    assert.deepEqual(await read(name), { isRead: true, contents: [] })
    await bind.setTxt(name, 'one', 'two')
    const { contents } = (await read(name)) as { contents: readonly string[] }
    assert.deepEqual([...contents].sort(), ['one', 'two'])
    await bind.setTxt(name)
    assert.deepEqual(await read(name), { isRead: true, contents: [] })
  })

  test('what we set is seen', async () => {
    const name = '_acme-challenge.auto.example.test'
    await server.world.dnsConnectors.find(name)?.addText(name, 'ours')
    assert.deepEqual(await read(name), { isRead: true, contents: ['ours'] })
    await server.world.dnsConnectors.find(name)?.removeText(name, 'ours')
    assert.deepEqual(await read(name), { isRead: true, contents: [] })
  })

  test('a proof may be delegated by an alias', async () => {
    await bind.setTxt('moved.proofs.test', 'delegated')
    assert.deepEqual(await read('_acme-challenge.moved.example.test'), {
      isRead: true,
      contents: ['delegated'],
    })
    await bind.setTxt('moved.proofs.test')
    assert.deepEqual(await read('_acme-challenge.moved.example.test'), { isRead: true, contents: [] })
  })

  test('a record below an empty name, of many strings, and more than a datagram holds', async () => {
    assert.deepEqual(await read('deep.sub.example.test'), { isRead: true, contents: ['below what is empty'] })
    const long = `${'a'.repeat(255)}${'b'.repeat(255)}c`
    assert.deepEqual(await read('long.example.test'), { isRead: true, contents: [long] })
    const much = await read('much.example.test')
    assert.equal(much.isRead && much.contents.length, 40)
  })

  test('aliases in a circle and zones that nobody serves are told as what they are', async () => {
    for (const [name, reason] of [
      ['_acme-challenge.round.example.test', /lead in a circle/],
      ['www.elsewhere.test', /no server of www\.elsewhere\.test answers: the resolver answers REFUSED$/],
    ] as const) {
      const reading = await read(name)
      assert.ok(!reading.isRead, name)
      assert.match(reading.reason, reason)
    }
  })
})
