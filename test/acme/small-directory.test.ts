import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import type { AcmeAccount, AcmeDirectory } from '../../src/domain/ports/acme-directory.ts'
import { renewalIdentifier } from '../../src/x509/renewal-identifier.ts'
import { createTestClock, minuteMs } from '../api/test-clock.ts'
import { certified, directoryAt, namesOf, requestFor } from './ordering.ts'
import { SmallDirectory } from './small-directory.ts'

const window = { start: '2026-12-20T00:00:00Z', end: '2026-12-22T00:00:00.5Z' }

describe('an authority with renewal information', () => {
  let authority: SmallDirectory
  let directory: AcmeDirectory
  let account: AcmeAccount

  before(async () => {
    authority = await SmallDirectory.start()
    authority.renewal = window
    directory = directoryAt(authority.directoryUrl)
    account = await directory.openAccount()
  })
  afterEach(() => {
    authority.renewal = window
    authority.renewalRetryAfter = null
    authority.processingReads = 0
  })
  after(() => authority.stop())

  async function proven(...names: readonly string[]) {
    const order = await directory.openOrder(account, { names: namesOf(...names), method: 'FILE' })
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    return order
  }
  async function issued(...names: readonly string[]) {
    const [certificate] = await certified(directory, account, await proven(...names), requestFor(...names))
    assert.ok(certificate)
    return certificate
  }

  test('certifies names and addresses, once they are proven', async () => {
    const names = ['Files.Example.test', '192.0.2.7']
    const order = await directory.openOrder(account, { names: namesOf(...names), method: 'FILE' })
    assert.deepEqual(
      order.challenges.map(({ domain, isProven }) => [domain, isProven]),
      [
        ['files.example.test', false],
        ['192.0.2.7', false],
      ],
    )
    await assert.rejects(directory.finalize(account, order.url, requestFor(...names)), {
      code: 'issuer-unreachable',
      facts: { reason: 'the order is still pending' },
    })
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    const chain = await certified(directory, account, order, requestFor('files.example.test', '192.0.2.7'))
    assert.deepEqual(
      chain.map((der) => new X509Certificate(der).issuer),
      ['CN=Small Issuer', 'CN=Small Root'],
    )
  })

  test('may be told the same twice', async () => {
    const order = await proven('twice.example.test')
    for (const challenge of order.challenges) await directory.answer(account, challenge)
    const request = requestFor('twice.example.test')
    await directory.finalize(account, order.url, request)
    await directory.finalize(account, order.url, request)
    assert.equal((await directory.download(account, order.url)).length, 2)
    const paths = authority.requests.map(({ path, payload }) => payload && path.split('/')[0])
    assert.equal(paths.slice(-12).filter((path) => path === 'finalize').length, 1)
  })

  test('that is still at work is asked again later', async () => {
    authority.processingReads = 3
    const order = await proven('slow.example.test')
    await directory.finalize(account, order.url, requestFor('slow.example.test'))
    await assert.rejects(directory.download(account, order.url), {
      code: 'issuer-unreachable',
      facts: { reason: 'the order is still processing' },
    })
  })

  test('says when a certificate is to be renewed, and when to ask again', async () => {
    const certificate = await issued('renewed.example.test')
    const now = Date.UTC(2026, 11, 1)
    const [start, end] = [Date.parse(window.start), Date.parse(window.end)]
    const lookAgainAt = async (header: string | null) => {
      authority.renewalRetryAfter = header
      const found = await directory.findRenewalWindow(certificate, now)
      assert.deepEqual([found?.start, found?.end], [start, end])
      return (found?.lookAgainAt ?? 0) - now
    }
    assert.equal(await lookAgainAt('3600'), 60 * minuteMs)
    assert.equal(await lookAgainAt('Tue, 01 Dec 2026 02:00:00 GMT'), 120 * minuteMs)
    assert.equal(await lookAgainAt(null), 360 * minuteMs)
    assert.equal(await lookAgainAt('0'), minuteMs)
    assert.equal(await lookAgainAt('99999999'), 24 * 60 * minuteMs)
  })

  test('has none for a certificate that it does not know', async () => {
    const stranger = new X509Certificate(authority.root).raw
    assert.equal(await directory.findRenewalWindow(stranger, Date.now()), null)
  })

  test('is told what a new certificate replaces; a second order for that is made without a word', async () => {
    const certificate = await issued('replaced.example.test')
    const names = namesOf('replaced.example.test')
    const request = { names, method: 'DNS', replaces: certificate } as const
    await directory.openOrder(account, request)
    assert.equal(authority.replaced.at(-1), renewalIdentifier(certificate))
    await directory.openOrder(account, request)
    assert.equal(authority.replaced.at(-1), undefined)
  })

  test('is not told where it has no renewal information, nor asked', async () => {
    const certificate = await issued('plain.example.test')
    authority.renewal = null
    const plain = directoryAt(authority.directoryUrl)
    await plain.openOrder(account, {
      names: namesOf('plain.example.test'),
      method: 'DNS',
      replaces: certificate,
    })
    assert.equal(authority.replaced.at(-1), undefined)
    assert.equal(await plain.findRenewalWindow(certificate, Date.now()), null)
  })

  test('revokes once, and is not asked in vain', async () => {
    const certificate = await issued('revoked.example.test')
    await directory.revoke(account, certificate, 'KEY_COMPROMISE')
    await directory.revoke(account, certificate, 'KEY_COMPROMISE')
    assert.equal(authority.revoked.get(new X509Certificate(certificate).serialNumber), 1)
  })

  test('gives authorizations up; one that ended, or that it does not know, is no fault', async () => {
    const names = namesOf('given-up.example.test')
    const order = await directory.openOrder(account, { names, method: 'DNS' })
    const [challenge] = order.challenges
    assert.ok(challenge)
    await directory.deactivate(account, challenge.authorizationUrl)
    await directory.deactivate(account, challenge.authorizationUrl)
    await directory.deactivate(account, challenge.authorizationUrl.replace(/\d+$/, '99999'))
    const read = await directory.readOrder(account, order.url, 'DNS')
    assert.equal(read.state, 'invalid')
  })

  test('is asked for its directory once in a while, and not with each request', async () => {
    let asked = 0
    authority.rewrite = (kind, document) => {
      if (kind === 'directory') asked++
      return document
    }
    const clock = createTestClock()
    const patient = directoryAt(authority.directoryUrl, {}, clock)
    const opened = await patient.openAccount()
    const { url } = await patient.openOrder(opened, { names: namesOf('kept.example.test'), method: 'DNS' })
    assert.equal(asked, 1)
    clock.advance(11 * minuteMs)
    await patient.readOrder(opened, url, 'DNS')
    assert.equal(asked, 2)
    authority.rewrite = (_kind, document) => document
  })
})
