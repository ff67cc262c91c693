import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { done, ok } from '../api/pca-v1/support.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { apply, buy, createWorker } from '../api/scm-v3/orders.ts'
import { exported, hosted, show } from '../api/scm-v3/support.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { type Bind, startBind } from './bind.ts'
import { judgesFolder } from './judges-folder.ts'
import { skipWithout } from './programs.ts'

const recordName = '_dnsauth.shop.example.test'

/** The product as its settings make it, its own issuer, and a zone that it may change. */
suite('orders whose records are placed at BIND', skipWithout('named', 'nsupdate', 'dig', 'openssl'), () => {
  const { write, run } = judgesFolder()
  let bind: Bind
  let server: RunningServer
  let worker: ReturnType<typeof createWorker>
  before(async () => {
    bind = await startBind({ zones: [{ name: 'example.test' }, { name: 'locked.test' }] })
    const place = (zone: string, key: Bind['tsigKey']) => ({
      kind: 'rfc2136',
      server: `${bind.address}:${bind.port}`,
      zones: [zone],
      key_name: key.name,
      secret_file: write(key.name, key.secret),
    })
    const dns = [place('example.test', bind.tsigKey), place('locked.test', bind.strangerKey)]
    const settings = {
      'issuers-file': write('issuers.json', JSON.stringify({ dns })),
      'dns-servers': `${bind.address}:${bind.port}`,
      'outbound-allow': '127.0.0.0/8',
    }
    server = await startServer(settings, createRunningClock(), {
      proofPorts: { ...wellKnownPorts, dns: bind.port },
    })
    worker = createWorker(server)
  })
  after(async () => {
    worker.stop()
    await server.close()
    await bind.stop()
  })

  /** BIND takes updates of the time that it has itself, give or take five minutes. */
  async function until(id: string, isThere: (order: OrderShown) => boolean): Promise<OrderShown> {
    for (let round = 0; round < 12; round += 1) {
      await worker.settle()
      const order = await show(server.api, id)
      if (isThere(order)) return order
      await worker.pass(10_000)
    }
    const { status, fail_reason, hindrance } = await show(server.api, id)
    return assert.fail(`it stays ${status}: ${fail_reason ?? hindrance}`)
  }
  const untilIssued = (id: string) => until(id, ({ status }) => status === 'ISSUED')

  async function rootFile(): Promise<string> {
    const response = await fetch(`${server.base}/pki/builtin-root.crt`)
    return write('root.pem', new X509Certificate(await response.bytes()).toString())
  }

  test('beside those of others, taken away once issued, and so at its renewal', async () => {
    await bind.setTxt(recordName, 'of others')
    const id = await buy(server.api)
    ok(await apply(server.api, id, { domain: 'shop.example.test', auto_dns_auth: true }))
    const { authentification, fingerprint } = await untilIssued(id)
    assert.deepEqual(
      authentification.map(({ record_name }) => record_name),
      [recordName],
    )
    assert.deepEqual(await bind.readTxt(recordName), ['of others'])

    done(await server.api('POST', `${hosted}/${id}/renew`))
    await until(id, (order) => order.fingerprint !== fingerprint)
    assert.deepEqual(await bind.readTxt(recordName), ['of others'])
    const { certificate, certificate_chain } = await exported(server.api, id)
    const verified = await run(
      'openssl',
      'verify',
      '-CAfile',
      await rootFile(),
      '-untrusted',
      write('chain.pem', certificate_chain),
      '-verify_hostname',
      'shop.example.test',
      write('leaf.pem', certificate),
    )
    assert.ok(verified.isRight, verified.output)
  })

  test('nowhere, where BIND refuses, and that is told', async () => {
    const id = await buy(server.api)
    ok(await apply(server.api, id, { domain: 'shop.locked.test', auto_dns_auth: true }))
    const { status, authentification } = await until(id, ({ hindrance }) => /REFUSED/.test(hindrance ?? ''))
    assert.equal(status, 'CHECKING_DOMAIN')
    const [proof] = authentification
    assert.ok(proof)
    assert.deepEqual(await bind.readTxt(proof.record_name), [])
  })
})

interface OrderShown {
  readonly status: string
  readonly fingerprint: string | null
  readonly hindrance: string | null
  readonly fail_reason: string | null
  readonly authentification: readonly { readonly record_name: string; readonly record_value: string }[]
}
