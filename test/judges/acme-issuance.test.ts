import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { AcmeAccount, AcmeDirectory, AcmeMethod } from '../../src/domain/ports/acme-directory.ts'
import { certified, directoryAt, namesOf, recordOf, requestFor, untilSettled } from '../acme/ordering.ts'
import { type Pebble, startPebble } from './pebble.ts'
import { skipWithout } from './programs.ts'

describe('Pebble certifies', skipWithout('pebble', 'pebble-challtestsrv'), () => {
  /** What is served over HTTP, by path. */
  const files = new Map<string, string>()
  let pebble: Pebble
  let web: Server
  let directory: AcmeDirectory
  let account: AcmeAccount

  before(async () => {
    pebble = await startPebble()
    web = createServer(({ url = '' }, response) => {
      response.writeHead(files.has(url) ? 200 : 404).end(files.get(url))
    })
    await new Promise<void>((resolve) => web.listen(pebble.httpPort, '127.0.0.1', resolve))
    directory = directoryAt(pebble.directoryUrl, { certificates: readFileSync(pebble.caFile, 'utf8') })
    account = await directory.openAccount()
  })
  after(async () => {
    web.close()
    web.closeAllConnections()
    await pebble.stop()
  })

  const open = (method: AcmeMethod, ...names: readonly string[]) =>
    directory.openOrder(account, { names: namesOf(...names), method })

  async function proven(method: AcmeMethod, ...names: readonly string[]) {
    const order = await open(method, ...names)
    for (const { domain, token, keyAuthorization } of order.challenges) {
      if (method === 'FILE') files.set(`/.well-known/acme-challenge/${token}`, keyAuthorization)
      else await pebble.dns.setTxt(`_acme-challenge.${domain.replace('*.', '')}`, recordOf(keyAuthorization))
    }
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    const settled = await untilSettled(directory, account, order, method)
    assert.equal(settled.state, 'ready', settled.problem ?? '')
    return settled
  }

  async function issued(method: AcmeMethod, ...names: readonly string[]) {
    const chain = await certified(directory, account, await proven(method, ...names), requestFor(...names))
    const [own, issuer, ...others] = chain.map((der) => new X509Certificate(der))
    assert.ok(own && issuer)
    assert.equal(others.length, 0)
    const root = new X509Certificate(await pebble.root(0))
    assert.ok(own.verify(issuer.publicKey) && issuer.verify(root.publicKey))
    return own
  }

  test('a wildcard together with its bare name, by two records of one name', async () => {
    const { subjectAltName } = await issued('DNS', '*.a.example.test', 'a.example.test')
    assert.equal(subjectAltName, 'DNS:*.a.example.test, DNS:a.example.test')
  })

  test('a name by a file', async () => {
    assert.equal((await issued('FILE', 'b.example.test')).subjectAltName, 'DNS:b.example.test')
  })

  test('an address by a file', async () => {
    assert.equal((await issued('FILE', '127.0.0.1')).subjectAltName, 'IP Address:127.0.0.1')
  })

  test('and revokes, with the reason', async () => {
    const { raw, serialNumber } = await issued('DNS', 'c.example.test')
    assert.equal((await pebble.statusOf(serialNumber)).Status, 'Valid')
    await directory.revoke(account, raw, 'SUPERSEDED')
    const { Status, Reason } = await pebble.statusOf(serialNumber)
    assert.deepEqual([Status, Reason], ['Revoked', 4])
    await directory.revoke(account, raw, 'SUPERSEDED')
  })

  test('nothing whose record is wrong, and says what it found', async () => {
    const order = await open('DNS', 'e.example.test')
    await pebble.dns.setTxt('_acme-challenge.e.example.test', 'something-else')
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    const { state, problem } = await untilSettled(directory, account, order, 'DNS')
    assert.equal(state, 'invalid')
    assert.match(problem ?? '', /^e\.example\.test: unauthorized: Correct value not found/)
  })

  test('nothing whose record is not there, and everything once a new order finds it', async () => {
    const order = await open('DNS', 'f.example.test')
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    const { state, problem } = await untilSettled(directory, account, order, 'DNS')
    assert.equal(state, 'invalid')
    assert.match(problem ?? '', /^f\.example\.test: /)
    await issued('DNS', 'f.example.test')
  })

  test('nothing that was given up', async () => {
    const order = await open('DNS', 'g.example.test')
    for (const { authorizationUrl } of order.challenges) {
      await directory.deactivate(account, authorizationUrl)
      await directory.deactivate(account, authorizationUrl)
    }
    assert.equal((await directory.readOrder(account, order.url, 'DNS')).state, 'invalid')
    await assert.rejects(directory.finalize(account, order.url, requestFor('g.example.test')), {
      code: 'issuer-refused',
    })
  })

  test('nothing for a request of other names', async () => {
    const order = await proven('DNS', 'h.example.test')
    await assert.rejects(directory.finalize(account, order.url, requestFor('i.example.test')), {
      code: 'issuer-refused',
    })
  })

  test('once, where it is told to finalize twice', async () => {
    const order = await proven('DNS', 'j.example.test')
    const request = requestFor('j.example.test')
    await directory.finalize(account, order.url, request)
    await directory.finalize(account, order.url, request)
    await untilSettled(directory, account, order, 'DNS')
    assert.equal((await directory.download(account, order.url)).length, 2)
  })

  test('nothing for names that nobody may have', async () => {
    await assert.rejects(open('DNS', 'name_with_underscores.example.test'), { code: 'issuer-refused' })
  })

  test('and has no renewal information', async () => {
    const { raw } = await issued('DNS', 'k.example.test')
    assert.equal(await directory.findRenewalWindow(raw, Date.now()), null)
    const replacing = { names: namesOf('k.example.test'), method: 'DNS', replaces: raw } as const
    assert.equal((await directory.openOrder(account, replacing)).state, 'pending')
  })
})
