import assert from 'node:assert/strict'
import { randomBytes, X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, before, suite, test } from 'node:test'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { done, ok } from '../api/pca-v1/support.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { apply, buy, createWorker } from '../api/scm-v3/orders.ts'
import { exported, hosted, show } from '../api/scm-v3/support.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { judgesFolder } from './judges-folder.ts'
import { type Pebble, startPebble } from './pebble.ts'
import { skipWithout } from './programs.ts'

interface ShownProof {
  readonly domain: string
  readonly record_type: 'TXT' | 'FILE'
  readonly record_name: string
  readonly record_value: string
  readonly finding: string | null
}

/** The product as its settings make it, and an authority that is not ours: from bought to issued, and revoked. */
suite('orders through Pebble', skipWithout('pebble', 'pebble-challtestsrv', 'openssl'), () => {
  const { write, run } = judgesFolder()
  const site = createSite()
  let pebble: Pebble
  let server: RunningServer
  let worker: ReturnType<typeof createWorker>
  before(async () => {
    const hmacKey = randomBytes(32).toString('base64url')
    pebble = await startPebble({ eab: { 'key-1': hmacKey }, nonceReject: 15 })
    await site.listen(pebble.httpPort)
    const eab = { key_id: 'key-1', hmac_key_file: write('eab', hmacKey) }
    const corp = { kind: 'acme', directory: pebble.directoryUrl, ca_file: pebble.caFile, eab }
    const settings = {
      'issuers-file': write('issuers.json', JSON.stringify({ issuers: { corp }, brands: { '*': 'corp' } })),
      'dns-servers': pebble.dns.address,
      'outbound-allow': '127.0.0.0/8',
    }
    const proofPorts = { ...wellKnownPorts, http: pebble.httpPort }
    server = await startServer(settings, createRunningClock(), { proofPorts })
    worker = createWorker(server)
  })
  after(async () => {
    worker.stop()
    await server.close()
    site.close()
    await pebble.stop()
  })

  const proofsOf = async (id: string): Promise<ShownProof[]> => (await show(server.api, id)).authentification

  async function until(id: string, isThere: (order: OrderShown) => boolean): Promise<OrderShown> {
    for (let round = 0; round < mostRounds; round += 1) {
      await worker.settle()
      const order = await show(server.api, id)
      if (isThere(order)) return order
      await worker.pass(passMs)
    }
    const { status, fail_reason, hindrance } = await show(server.api, id)
    return assert.fail(`it stays ${status}: ${fail_reason ?? hindrance}`)
  }
  const untilStatus = (id: string, status: string) => until(id, (order) => order.status === status)

  async function applied(names: object, product: object = {}): Promise<string> {
    const id = await buy(server.api, product)
    assert.equal((await show(server.api, id)).status, 'PAID')
    ok(await apply(server.api, id, names))
    const isLookedFor = ({ finding }: ShownProof) => finding !== null
    await until(id, ({ authentification: proofs }) => proofs.length > 0 && proofs.every(isLookedFor))
    return id
  }

  /** What details ask for, by hand. */
  async function prove(id: string): Promise<void> {
    for (const { record_type, record_name, record_value } of await proofsOf(id)) {
      if (record_type === 'TXT') await pebble.dns.setTxt(record_name, record_value)
      else site.files.set(record_name, record_value)
    }
  }

  /** OpenSSL trusts what was exported for its name, from Pebble's root; the key is its own. */
  async function assertTrusted(id: string, name: string): Promise<X509Certificate> {
    const { certificate, certificate_chain, private_key } = await exported(server.api, id)
    const [root, chain, leaf, key] = [
      write('root.pem', await pebble.root(0)),
      write('chain.pem', certificate_chain),
      write('leaf.pem', certificate),
      write('key.pem', private_key),
    ]
    const verified = await run(
      'openssl',
      'verify',
      '-CAfile',
      root,
      '-untrusted',
      chain,
      '-verify_hostname',
      name,
      leaf,
    )
    assert.ok(verified.isRight, verified.output)
    const ofKey = await run('openssl', 'pkey', '-in', key, '-pubout')
    const ofLeaf = await run('openssl', 'x509', '-in', leaf, '-noout', '-pubkey')
    assert.equal(ofKey.output, ofLeaf.output)
    return new X509Certificate(certificate)
  }

  test('a wildcard with its bare name, over DNS: bought, shown, proven, issued, revoked', async () => {
    const id = await applied(
      { domain: '*.shop.example.test', sans: 'shop.example.test' },
      { domain_type: 'MULTI_DOMAIN', domain_numbers: 2 },
    )
    // an authority asks for names in an order of its own
    const proofs = (await proofsOf(id)).sort((left, right) => (left.domain < right.domain ? -1 : 1))
    assert.deepEqual(
      proofs.map(({ domain, record_type, record_name }) => [domain, record_type, record_name]),
      ['*.shop.example.test', 'shop.example.test'].map((name) => [
        name,
        'TXT',
        '_acme-challenge.shop.example.test',
      ]),
    )
    assert.notEqual(proofs[0]?.record_value, proofs[1]?.record_value)
    assert.equal(proofs[0]?.finding, 'there is no such record')
    await prove(id)
    await untilStatus(id, 'ISSUED')
    await assertTrusted(id, 'any.shop.example.test')
    const { subjectAltName, serialNumber } = await assertTrusted(id, 'shop.example.test')
    assert.deepEqual(subjectAltName?.split(', ').sort(), ['DNS:*.shop.example.test', 'DNS:shop.example.test'])

    assert.equal((await pebble.statusOf(serialNumber)).Status, 'Valid')
    done(await server.api('POST', `${hosted}/${id}/revoke`, { reason: 'SUPERSEDED' }))
    await untilStatus(id, 'REVOKED')
    const { Status, Reason } = await pebble.statusOf(serialNumber)
    assert.deepEqual([Status, Reason], ['Revoked', 4])
  })

  test('over a file that the authority can not read: a new order, another file, issued', async () => {
    site.refuses = /letsencrypt|pebble/i
    const id = await applied({ domain: 'file.example.test', domain_method: 'FILE' })
    const [before] = await proofsOf(id)
    assert.match(before?.record_name ?? '', /^\/\.well-known\/acme-challenge\//)
    await prove(id)
    await until(id, ({ authentification: [now] }) => now?.record_name !== before?.record_name)
    assert.ok(site.refused > 0, 'Pebble has looked')
    site.refuses = null
    await prove(id)
    await untilStatus(id, 'ISSUED')
    await assertTrusted(id, 'file.example.test')
  })

  test('down in the middle, and back with nothing of what it knew: told, ordered anew, issued', async () => {
    const id = await applied({ domain: 'down.example.test' })
    const [before] = await proofsOf(id)
    await pebble.interrupt()
    await prove(id)
    const { status } = await until(id, ({ hindrance }) => /ECONNREFUSED/.test(hindrance ?? ''))
    assert.equal(status, 'CHECKING_DOMAIN')
    await pebble.resume()
    await until(id, ({ authentification: [now] }) => now?.record_value !== before?.record_value)
    await prove(id)
    await untilStatus(id, 'ISSUED')
    await assertTrusted(id, 'down.example.test')
  })
})

interface OrderShown {
  readonly status: string
  readonly hindrance: string | null
  readonly fail_reason: string | null
  readonly authentification: readonly ShownProof[]
}

/** Shorter than a job is held, and all of them well within the seven days. */
const passMs = 20_000
const mostRounds = 60

/** Files at 127.0.0.1, which may be kept from some who ask. */
function createSite() {
  const files = new Map<string, string>()
  const server: Server = createServer(({ url = '', headers }, response) => {
    const isRefused = site.refuses?.test(headers['user-agent'] ?? '') ?? false
    if (isRefused) site.refused += 1
    const content = isRefused ? undefined : files.get(url)
    response.writeHead(content === undefined ? 404 : 200).end(content)
  })
  const site = {
    files,
    /** Of clients whose name is such, each is answered 404. */
    refuses: null as RegExp | null,
    refused: 0,
    listen: (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return site
}
