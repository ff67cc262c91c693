import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import type { AcmeAccount, AcmeDirectory, AcmeOrder } from '../../src/domain/ports/acme-directory.ts'
import { freePort } from '../api/running-server.ts'
import { createTestClock, minuteMs } from '../api/test-clock.ts'
import { directoryAt, namesOf, requestFor } from './ordering.ts'
import { Refusal } from './signed-request.ts'
import { SmallDirectory } from './small-directory.ts'

describe('what an authority refuses', () => {
  const clock = createTestClock()
  let authority: SmallDirectory
  let directory: AcmeDirectory
  let account: AcmeAccount
  let order: AcmeOrder

  before(async () => {
    authority = await SmallDirectory.start()
    authority.renewal = { start: '2026-12-20T00:00:00Z', end: '2026-12-22T00:00:00Z' }
    directory = directoryAt(authority.directoryUrl, {}, clock)
    account = await directory.openAccount()
    order = await directory.openOrder(account, { names: namesOf('a.example.test'), method: 'DNS' })
  })
  afterEach(() => {
    authority.refusal = null
    authority.nonceRefusals = 0
    authority.proofProblem = null
  })
  after(() => authority.stop())

  const read = () => directory.readOrder(account, order.url, 'DNS')
  async function errorOf(work: Promise<unknown>): Promise<DomainError> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof DomainError, String(error))
    return error
  }

  for (const [status, type] of [
    [400, 'rejectedIdentifier'],
    [403, 'unauthorized'],
    [400, 'malformed'],
    [400, 'badCSR'],
    [403, 'caa'],
    [400, 'accountDoesNotExist'],
    [403, 'userActionRequired'],
    [400, 'externalAccountRequired'],
  ] as const) {
    test(`${type} is final, and said with its detail`, async () => {
      authority.refusal = new Refusal(status, type, 'because')
      const { code, facts } = await errorOf(read())
      assert.equal(code, 'issuer-refused')
      assert.deepEqual(facts, { reason: `${type}: because` })
    })
  }

  const inAMinute = new Date(clock.now() + minuteMs).toUTCString()
  for (const [status, type, retryAfter, waitMs] of [
    [429, 'rateLimited', '120', 2 * minuteMs],
    [429, 'rateLimited', inAMinute, minuteMs],
    [403, 'rateLimited', '60', minuteMs],
    [429, 'rateLimited', '999999999', 24 * 60 * minuteMs],
    [503, 'serverInternal', '60', minuteMs],
    [429, 'rateLimited', 'soon', undefined],
    [500, 'serverInternal', undefined, undefined],
    [403, 'orderNotReady', undefined, undefined],
  ] as const) {
    test(`${status} ${type} with Retry-After ${retryAfter} passes`, async () => {
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
      authority.refusal = new Refusal(status, type, 'for now', headers)
      const { code, facts } = await errorOf(read())
      assert.equal(code, 'issuer-unreachable')
      assert.equal(facts.reason, `${new URL(authority.directoryUrl).host} ${type}: for now`)
      assert.equal(facts.retryAt, waitMs === undefined ? undefined : clock.now() + waitMs)
    })
  }

  test('an order is asked for once where it is refused for now', async () => {
    authority.refusal = new Refusal(429, 'rateLimited', 'slowly', { 'retry-after': '1' })
    const before = authority.requests.length
    await errorOf(read())
    assert.equal(authority.requests.length, before + 1)
  })

  test('renewal information that is refused for now says when to ask again', async () => {
    const certificate = await issued()
    authority.refusal = new Refusal(503, 'serverInternal', 'later', { 'retry-after': '60' })
    const { code, facts } = await errorOf(directory.findRenewalWindow(certificate, clock.now()))
    assert.equal(code, 'issuer-unreachable')
    assert.equal(facts.retryAt, clock.now() + minuteMs)
  })

  test('a request for other names is final', async () => {
    const other = await directory.openOrder(account, { names: namesOf('b.example.test'), method: 'DNS' })
    for (const challenge of other.challenges) await directory.answer(account, challenge)
    const { code, facts } = await errorOf(
      directory.finalize(account, other.url, requestFor('c.example.test')),
    )
    assert.equal(code, 'issuer-refused')
    assert.match(facts.reason ?? '', /^badCSR: /)
  })

  test('a proof that failed is told by its order, in one line', async () => {
    authority.proofProblem = { type: 'urn:ietf:params:acme:error:dns', detail: 'no\nTXT\u001b[31m record' }
    const lost = await directory.openOrder(account, { names: namesOf('d.example.test'), method: 'DNS' })
    for (const challenge of lost.challenges) await directory.answer(account, challenge)
    const { state, problem } = await directory.readOrder(account, lost.url, 'DNS')
    assert.equal(state, 'invalid')
    assert.equal(problem, 'd.example.test: dns: no TXT [31m record')
    const { code } = await errorOf(directory.finalize(account, lost.url, requestFor('d.example.test')))
    assert.equal(code, 'issuer-refused')
  })

  test('no DNS for an address, and no mail', async () => {
    const address = await errorOf(
      directory.openOrder(account, { names: namesOf('192.0.2.1'), method: 'DNS' }),
    )
    assert.equal(address.message, 'issuer-refused: the authority offers no dns-01 for 192.0.2.1')
    const names = [{ type: 'EMAIL', value: 'a@example.test' }] as const
    assert.equal(
      (await errorOf(directory.openOrder(account, { names, method: 'DNS' }))).code,
      'issuer-refused',
    )
  })

  test('nonces that are refused are tried anew, but not for ever', async () => {
    authority.nonceRefusals = 4
    assert.equal((await read()).state, 'pending')
    authority.nonceRefusals = 1_000
    assert.equal((await errorOf(read())).code, 'issuer-unreachable')
  })

  test('an authority that nobody answers for, and one that is none', async () => {
    const nobody = directoryAt(`http://127.0.0.1:${await freePort()}/directory`)
    const { code, facts } = await errorOf(nobody.openAccount())
    assert.equal(code, 'issuer-unreachable')
    assert.match(facts.reason ?? '', /ECONNREFUSED/)
    const none = directoryAt(authority.directoryUrl.replace('directory', 'nonce'))
    assert.equal((await errorOf(none.openAccount())).code, 'issuer-unreachable')
  })

  async function issued() {
    const proven = await directory.openOrder(account, { names: namesOf('r.example.test'), method: 'DNS' })
    for (const challenge of proven.challenges) await directory.answer(account, challenge)
    await directory.finalize(account, proven.url, requestFor('r.example.test'))
    const [certificate] = await directory.download(account, proven.url)
    return certificate ?? new Uint8Array()
  }
})
