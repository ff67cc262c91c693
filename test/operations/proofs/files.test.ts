import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as listen, type Server as SocketServer } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { compileOutboundRule } from '../../../src/domain/model/outbound-address.ts'
import { createDomainProver } from '../../../src/outbound/proofs/domain-prover.ts'
import { selfSigned } from '../../start-up/self-signed.ts'
import { freeOn, type Knowledge, knowing, type NameServer, startNameServer } from './name-server.ts'

const path = '/.well-known/pki-validation/fileauth.txt'
const listening = (server: SocketServer, port: number, address: string) =>
  new Promise<number>((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port))
  })

const names = knowing({
  'A shop.test': ['127.0.0.2'],
  'A both.test': ['127.0.0.1', '10.0.0.1', '127.0.0.2'],
  'A inside.test': ['127.0.0.1'],
  'AAAA mapped.test': ['::ffff:127.0.0.1', '::1'],
  'A metadata.test': ['169.254.169.254'],
  'A gone.test': 'NXDOMAIN',
  'AAAA gone.test': 'NXDOMAIN',
  'A broken.test': 'SERVFAIL',
  'AAAA broken.test': 'SERVFAIL',
})

/** Public when it is looked at, and this machine when it is looked at again. */
function rebinding(): Knowledge {
  let looked = 0
  return (type, name) => {
    if (name !== 'rebinding.test' || type !== 'A') return names(type, name)
    looked += 1
    return [{ type: 'A', name, ttl: 0, data: looked === 1 ? '127.0.0.2' : '127.0.0.1' }]
  }
}

const redirects: Readonly<Record<string, string>> = {
  '/to-file': path,
  '/to-other-host': `http://both.test:80${path}`,
  '/to-secure': `https://shop.test${path}`,
  '/to-port': `http://shop.test:8080${path}`,
  '/to-other-protocol': 'ftp://shop.test/file',
  '/to-login': `http://user:password@shop.test${path}`,
  '/to-nothing': '',
  '/to-loopback': `http://127.0.0.1${path}`,
  '/to-number': `http://2130706433${path}`,
  '/to-octal': `http://0177.0.0.1${path}`,
  '/to-short': `http://127.1${path}`,
  '/to-hexadecimal': `http://0x7f.0.0.1${path}`,
  '/to-sixth': `http://[::1]${path}`,
  '/to-mapped': `http://[::ffff:127.0.0.1]${path}`,
  '/to-this-host': `http://0.0.0.0${path}`,
  '/to-private': `http://192.168.1.1${path}`,
  '/to-link-local': `http://[fe80::1]${path}`,
  '/to-metadata': 'http://169.254.169.254/latest/meta-data/',
  '/to-inside': `http://inside.test${path}`,
  '/to-rebinding': `http://rebinding.test${path}`,
  '/circle': '/circle',
  '/to-broken-tls': `https://both.test:80${path}`,
}

const contents: RequestListener = ({ url = '', headers }, response) => {
  const steps = /^\/steps\/(\d+)$/.exec(url)?.[1]
  const place = steps === undefined ? redirects[url] : steps === '0' ? path : `/steps/${Number(steps) - 1}`
  if (place !== undefined) return void response.writeHead(302, { location: place }).end('moved')
  if (url === path) return void response.end(`proof of ${headers.host}`)
  if (url === '/exactly-enough') return void response.end('x'.repeat(65_536))
  if (url === '/switching') return void response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end()
  if (url === '/slow') return void response.write('a little')
  if (url === '/nothing') return
  if (url === '/hangs-up') return void response.destroy()
  if (url === '/endless') return pour(response)
  if (url === '/half') {
    response.writeHead(200, { 'content-length': 100 }).write('half')
    return void setImmediate(() => response.destroy())
  }
  if (url === '/created') return void response.writeHead(206).end('proof')
  response.writeHead(404).end('proof')
}

function pour(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  }
  response.on('drain', more)
  response.on('error', () => undefined)
  more()
}

suite('a file that proves', { concurrency: true }, () => {
  let resolver: NameServer
  let dnsPort: number
  const servers: Server[] = []
  const ports = { dns: 53, http: 0, https: 0 }
  let strangers = 0
  let stranger: SocketServer

  before(async () => {
    dnsPort = await freeOn('127.0.0.1')
    resolver = await startNameServer('127.0.0.1', dnsPort, rebinding())
    const plain = createServer(contents)
    const { certificate, key } = await selfSigned({
      name: { type: 'dns', value: 'other.test' },
      from: Date.UTC(2020),
      until: Date.UTC(2021),
    })
    const secure = createSecureServer({ cert: certificate, key }, contents)
    servers.push(plain, secure)
    ports.http = await listening(plain, 0, '127.0.0.2')
    ports.https = await listening(secure, 0, '127.0.0.2')
    // what must never be reached, at the same port of addresses that are not allowed
    stranger = listen((socket) => {
      strangers += 1
      socket.destroy()
    })
    await listening(stranger, ports.http, '127.0.0.1')
  })
  after(() => {
    resolver.close()
    stranger.close()
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
    assert.equal(strangers, 0, 'nobody was connected to who is not allowed')
  })

  const read = (host: string, file = path) =>
    createDomainProver({
      isAllowed: compileOutboundRule(['127.0.0.2/32']),
      resolvers: [`127.0.0.1:${dnsPort}`],
      ports,
    }).readFile(host, file)
  async function reasonOf(host: string, file?: string): Promise<string> {
    const reading = await read(host, file)
    assert.ok(!reading.isRead, JSON.stringify(reading).slice(0, 200))
    return reading.reason
  }

  test('is what the host gives', async () => {
    assert.deepEqual(await read('shop.test'), { isRead: true, contents: ['proof of shop.test'] })
    assert.deepEqual(await read('127.0.0.2'), { isRead: true, contents: ['proof of 127.0.0.2'] })
    const longest = await read('shop.test', '/exactly-enough')
    assert.ok(longest.isRead && longest.contents[0]?.length === 65_536)
  })

  test('of an address of IPv6 is asked for as one', async () => {
    const sixth = createServer(contents)
    servers.push(sixth)
    const http = await listening(sixth, 0, '::1')
    const prover = createDomainProver({
      isAllowed: compileOutboundRule(['::1/128']),
      resolvers: [`127.0.0.1:${dnsPort}`],
      ports: { ...ports, http },
    })
    assert.deepEqual(await prover.readFile('::1', path), { isRead: true, contents: ['proof of [::1]'] })
  })

  test('may lie behind redirects, on other hosts and behind any certificate', async () => {
    for (const [file, host] of [
      ['/to-file', 'shop.test'],
      ['/to-other-host', 'both.test'],
      ['/to-secure', 'shop.test'],
      ['/steps/9', 'shop.test'],
    ] as const)
      assert.deepEqual(await read('shop.test', file), { isRead: true, contents: [`proof of ${host}`] }, file)
  })

  test('of a name with many addresses comes from one that is allowed', async () =>
    assert.deepEqual(await read('both.test'), { isRead: true, contents: ['proof of both.test'] }))

  for (const host of ['inside.test', 'mapped.test', 'metadata.test', '127.0.0.1', '10.0.0.1', '::1', '[::1]'])
    test(`at ${host} is not fetched`, async () => assert.match(await reasonOf(host), /is no public address/))

  for (const host of [
    '2130706433',
    '0177.0.0.1',
    '127.1',
    '0x7f000001',
    'a@inside.test',
    'shop.test:8080',
    '',
  ])
    test(`at ${host || 'nothing'} is not fetched, for that is no host`, async () =>
      assert.match(await reasonOf(host), /is no host$/))

  for (const place of Object.keys(redirects).filter((key) =>
    /loopback|number|octal|short|hexa|sixth|mapped|this-host|private|link|metadata|inside/.test(key),
  ))
    test(`is not followed ${place.slice(1).replace('-', ' ')}`, async () =>
      assert.match(await reasonOf('shop.test', place), /is no public address/))

  test('is not followed to a name that is another place by then', async () => {
    assert.deepEqual(await read('rebinding.test'), { isRead: true, contents: ['proof of rebinding.test'] })
    assert.match(await reasonOf('rebinding.test'), /^rebinding\.test is no public address/)
    assert.match(await reasonOf('shop.test', '/to-rebinding'), /^rebinding\.test is no public address/)
  })

  for (const place of ['/to-port', '/to-other-protocol', '/to-login', '/to-nothing'])
    test(`is not followed ${place.slice(1).replace('-', ' ')}`, async () =>
      assert.match(await reasonOf('shop.test', place), /redirects to .*, which is not http or https on port/))

  for (const [file, reason] of [
    ['/steps/10', /redirects more than 10 times/],
    ['/circle', /redirects more than 10 times/],
    ['/to-broken-tls', /^TLS fails: [^:]+$/],
    ['/missing', /\/missing answers 404$/],
    ['/created', /answers 206$/],
    ['/switching', /answers 101$/],
    ['/endless', /is longer than 65536 bytes$/],
    ['/half', /./],
    ['/hangs-up', /./],
    ['/slow', /^no answer within 10 s$/],
    ['/nothing', /^no answer within 10 s$/],
  ] as const)
    test(`is none at ${file}`, async () => assert.match(await reasonOf('shop.test', file), reason))

  test('is none where the host has no address, or nobody tells it', async () => {
    assert.match(await reasonOf('gone.test'), /^gone\.test has no address$/)
    assert.match(await reasonOf('broken.test'), /no address of broken\.test .* answers SERVFAIL/)
  })

  test("is looked for by the system's resolver where none is set", async () => {
    const prover = createDomainProver({ isAllowed: compileOutboundRule([]), resolvers: null, ports })
    const reading = await prover.readFile('localhost', path)
    assert.ok(!reading.isRead)
    assert.match(reading.reason, /^localhost is no public address/)
  })
})
