import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import type { AcmeAccount, AcmeDirectory, AcmeOrder } from '../../src/domain/ports/acme-directory.ts'
import { listening } from '../api/external-identity/listening.ts'
import { outsideBelow, outsideRoot } from '../api/pca-v1/outside.ts'
import { directoryAt, namesOf, requestFor } from './ordering.ts'
import { type DocumentKind, SmallDirectory } from './small-directory.ts'

type Fields = Record<string, unknown>

describe('an authority that lies', () => {
  let authority: SmallDirectory
  let directory: AcmeDirectory
  let account: AcmeAccount
  let ready: AcmeOrder
  let certificate: Uint8Array

  before(async () => {
    authority = await SmallDirectory.start()
    authority.renewal = { start: '2026-12-20T00:00:00Z', end: '2026-12-22T00:00:00Z' }
    directory = directoryAt(authority.directoryUrl)
    account = await directory.openAccount()
    ready = await directory.openOrder(account, { names: namesOf('a.example.test'), method: 'DNS' })
    for (const challenge of ready.challenges) await directory.answer(account, challenge)
    await directory.finalize(account, ready.url, requestFor('a.example.test'))
    const [own] = await directory.download(account, ready.url)
    assert.ok(own)
    certificate = own
  })
  afterEach(() => {
    authority.rewrite = (_kind, document) => document
  })
  after(() => authority.stop())

  const open = (port = directory) =>
    port.openOrder(account, { names: namesOf('b.example.test', '*.b.example.test'), method: 'DNS' })
  const download = () => directory.download(account, ready.url)
  const findWindow = () => directory.findRenewalWindow(certificate, Date.now())
  /** Its directory is not known yet. */
  const anew = () => open(directoryAt(authority.directoryUrl))

  const changed = (kind: DocumentKind, changes: Fields) => (answered: DocumentKind, document: unknown) =>
    answered === kind ? { ...(document as Fields), ...changes } : document
  const replaced = (kind: DocumentKind, other: unknown) => (answered: DocumentKind, document: unknown) =>
    answered === kind ? other : document
  const challenge = { type: 'dns-01', url: 'http://127.0.0.1:1/x', status: 'pending' }
  const token = 'x'.repeat(43)

  const lies: readonly [
    what: string,
    lie: SmallDirectory['rewrite'],
    work: () => Promise<unknown>,
    reason: RegExp,
  ][] = [
    ['a directory of nothing', replaced('directory', {}), anew, /no ACME directory$/],
    ['a directory that is a list', replaced('directory', []), anew, /no ACME directory$/],
    ['a directory that is a page', replaced('directory', '<html>'), anew, /no JSON$/],
    [
      'a URL elsewhere in the clear',
      changed('directory', { newOrder: 'http://192.0.2.1/' }),
      anew,
      /not https$/,
    ],
    ['a URL of a file', changed('directory', { newNonce: 'file:///etc/passwd' }), anew, /not https$/],
    ['an order of no state', changed('order', { status: 'done' }), open, /no known state$/],
    ['an order that is a text', replaced('order', '"x"'), open, /neither a JSON object nor PEM$/],
    ['an order that is nothing', replaced('order', 'null'), open, /neither a JSON object nor PEM$/],
    ['an order that is no JSON', replaced('order', '{"status":'), open, /no JSON$/],
    [
      'an order for others',
      changed('order', { identifiers: [{ type: 'dns', value: 'c.test' }] }),
      open,
      /other names$/,
    ],
    ['an order that nothing proves', changed('order', { authorizations: [] }), open, /that nothing proves$/],
    [
      'too many authorizations',
      changed('order', { authorizations: Array(1_001).fill('https://x/') }),
      open,
      /no list of/,
    ],
    [
      'an authorization elsewhere',
      changed('order', { authorizations: ['http://192.0.2.1/'] }),
      open,
      /not https$/,
    ],
    [
      'an authorization for others',
      changed('authorization', { identifier: { type: 'dns', value: 'c.test' }, wildcard: false }),
      open,
      /name that was not ordered$/,
    ],
    [
      'an authorization of an unknown kind',
      changed('authorization', { identifier: { type: 'mail', value: 'x' } }),
      open,
      /neither a name nor an address$/,
    ],
    [
      'a token that leads out of its folder',
      changed('authorization', { challenges: [{ ...challenge, token: '../../../../../../etc/passwd' }] }),
      open,
      /malformed token$/,
    ],
    [
      'a challenge elsewhere',
      changed('authorization', { challenges: [{ ...challenge, token, url: 'http://192.0.2.1/' }] }),
      open,
      /not https$/,
    ],
    [
      'a chain that is no PEM',
      replaced('chain', '-----BEGIN CERTIFICATE-----'),
      download,
      /something else than certificates/,
    ],
    ['an empty chain', replaced('chain', ''), download, /no certificate of an order$/],
    [
      'a chain that begins with a CA',
      (kind, document) => (kind === 'chain' ? authority.root : document),
      download,
      /no certificate of an order$/,
    ],
    [
      'a chain with a key',
      replaced('chain', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
      download,
      /something else than certificates/,
    ],
    [
      'a chain that goes elsewhere',
      (kind, document) => (kind === 'chain' ? firstOf(document) + authority.root : document),
      download,
      /not signed by the next$/,
    ],
    [
      'a window that ends before it begins',
      changed('renewal', { suggestedWindow: { start: '2026-12-22T00:00:00Z', end: '2026-12-20T00:00:00Z' } }),
      findWindow,
      /no window of time$/,
    ],
    [
      'a window of words',
      changed('renewal', { suggestedWindow: { start: 'now', end: 'then' } }),
      findWindow,
      /no window/,
    ],
    ['an answer without an end', replaced('renewal', ' '.repeat(2_000_000)), findWindow, /answers too much$/],
  ]
  for (const [what, lie, work, reason] of lies) {
    test(`${what} is not believed`, async () => {
      authority.rewrite = lie
      const error = await work().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      assert.ok(error instanceof DomainError, String(error))
      assert.equal(error.code, 'issuer-unreachable')
      assert.match(error.facts.reason ?? '', reason)
    })
  }

  test('a chain by a name only, signed by another key, is not believed', async () => {
    const impostor = await outsideBelow(await outsideRoot(), {
      subject: 'CN=Small Issuer',
      isWithoutKeyIdentifier: true,
    })
    authority.rewrite = (kind, document) => (kind === 'chain' ? firstOf(document) + impostor.pem : document)
    await assert.rejects(download(), /not signed by the next/)
  })

  test('an account that is not valid is refused', async () => {
    authority.rewrite = changed('account', { status: 'revoked' })
    await assert.rejects(directory.openAccount(), { code: 'issuer-refused' })
  })
})

const firstOf = (chain: unknown) =>
  `${String(chain).split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`

describe('an authority that does not answer', () => {
  const patienceMs = 150
  let authority: SmallDirectory
  let account: AcmeAccount

  before(async () => {
    authority = await SmallDirectory.start()
    account = await directoryAt(authority.directoryUrl).openAccount()
  })
  afterEach(() => {
    authority.hangs = null
    authority.rewrite = (_kind, document) => document
  })
  after(() => authority.stop())

  const given = { code: 'issuer-unreachable', message: /does not answer in time$/ }
  const impatient = () => directoryAt(authority.directoryUrl, { patienceMs })
  const request = { names: namesOf('a.example.test'), method: 'DNS' } as const

  for (const hangs of ['at once', 'in the answer'] as const) {
    test(`${hangs} is given up`, async () => {
      authority.hangs = hangs
      await assert.rejects(impatient().openAccount(), given)
    })

    test(`${hangs}, after its directory, is given up`, async () => {
      const directory = impatient()
      authority.rewrite = (kind, document) => {
        authority.hangs = hangs
        return kind === 'directory' ? document : ''
      }
      await assert.rejects(directory.openOrder(account, request), given)
    })
  }

  test('what is slow is given up by the time of all its requests together', async () => {
    const { base, close } = await listening((_request, response) => {
      response.writeHead(200).flushHeaders()
    })
    const startedAt = Date.now()
    await assert.rejects(directoryAt(`${base}/directory`, { patienceMs }).openAccount(), given)
    assert.ok(Date.now() - startedAt < 5_000)
    await close()
  })

  test('a change of protocols, a redirect and a closed connection are no answers', async () => {
    const answers = [
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n',
      'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort',
      'no HTTP at all\r\n\r\n',
    ]
    for (const answer of answers) {
      const server: Server = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => socket.end(answer))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as { port: number }
      const directory = directoryAt(`http://127.0.0.1:${port}/directory`, { patienceMs: 5_000 })
      await assert.rejects(directory.openAccount(), { code: 'issuer-unreachable' }, answer)
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
