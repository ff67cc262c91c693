import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { told, tried } from '../api/connections-v1/support.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { type Bind, startBind } from './bind.ts'
import { judgesFolder } from './judges-folder.ts'
import { type Pebble, startPebble } from './pebble.ts'
import { skipWithout } from './programs.ts'

const needed = skipWithout('named', 'nsupdate', 'dig', 'pebble', 'pebble-challtestsrv')

suite('BIND and Pebble, tried through the API', needed, () => {
  const { write } = judgesFolder()
  const macKey = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64url')
  let bind: Bind
  let pebble: Pebble
  let server: RunningServer
  before(async () => {
    bind = await startBind({ zones: [{ name: 'example.test' }, { name: 'locked.test' }] })
    pebble = await startPebble({ eab: { 'key-1': macKey } })
    const place = (zone: string, key: Bind['tsigKey']) => ({
      kind: 'rfc2136',
      server: `${bind.address}:${bind.port}`,
      zones: [zone],
      key_name: key.name,
      secret_file: write(key.name, key.secret),
    })
    const acme = { kind: 'acme', directory: pebble.directoryUrl, ca_file: pebble.caFile }
    const eab = (key: string, file: string) => ({ key_id: 'key-1', hmac_key_file: write(file, key) })
    const issuers = {
      issuers: {
        right: { ...acme, eab: eab(macKey, 'right') },
        wrong: {
          ...acme,
          eab: eab(Buffer.from('another key of the same length!!').toString('base64url'), 'wrong'),
        },
        stranger: { kind: 'acme', directory: pebble.directoryUrl },
        bare: acme,
      },
      dns: [place('example.test', bind.tsigKey), place('locked.test', bind.strangerKey)],
    }
    const settings = {
      'rsa-pool-size': '0',
      'issuers-file': write('issuers.json', JSON.stringify(issuers)),
      'dns-servers': `${bind.address}:${bind.port}`,
      'outbound-allow': '127.0.0.0/8',
    }
    const proofPorts = { ...wellKnownPorts, dns: bind.port }
    server = await startServer(settings, createRunningClock(), { proofPorts })
  })
  after(async () => {
    await server.close()
    await bind.stop()
    await pebble.stop()
  })
  const toldOf = async (id: string) => told(await tried(server.api, id))

  test('a zone that we may change: added, seen at its server, and gone', async () => {
    assert.deepEqual(await toldOf('dns:example.test'), ['add fine', 'look fine', 'remove fine'])
    assert.deepEqual(await bind.readTxt('_chancery-probe.example.test'), [])
  })

  test('a zone that the key may not change', async () => {
    const [step, ...others] = await toldOf('dns:locked.test')
    assert.match(step ?? '', /^add: .*does not let the key stranger change/)
    assert.equal(others.length, 0)
  })

  test('an authority with external accounts: one is opened, and looked up again', async () => {
    const fine = ['directory fine', 'nonce fine', 'terms fine', 'external account fine', 'account fine']
    for (const _ of ['opened', 'looked up']) assert.deepEqual(await toldOf('issuer:right'), fine)
  })

  test('the same with another key, without one, and not trusted', async () => {
    assert.match((await toldOf('issuer:wrong'))[4] ?? '', /^account: /)
    assert.deepEqual((await toldOf('issuer:bare')).slice(3), [
      'external account: the authority wants one, and none is set',
    ])
    assert.match((await toldOf('issuer:stranger'))[0] ?? '', /^directory: .*certificate/)
  })
})
