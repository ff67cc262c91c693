import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type ApiAnswer, type RunningServer, startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'
import { addUser, administrator, signIn } from './sign-in.ts'

describe('signing in has limits', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer({ 'trusted-proxies': '127.0.0.0/8' })
  })
  after(() => server.close())
  beforeEach(() => server.clock.advance(60 * minuteMs))

  const from = (address: string) => ({ 'x-forwarded-for': address })
  const guess = (address: string, user: object = administrator(server)) =>
    signIn(server, { user: { ...user, password: 'wrong' }, headers: from(address) })
  const enter = (address: string, user: object = administrator(server)) =>
    signIn(server, { user, headers: from(address) })
  const guessTimes = async (times: number, address: string, user?: object) => {
    for (let time = 0; time < times; time += 1) assert.equal((await guess(address, user)).status, 401)
  }
  const assertLocked = (answer: ApiAnswer) => {
    assert.equal(answer.status, 429, answer.bytes.toString())
    assert.equal(answer.headers.get('x-subject-token'), null)
    assert.equal(answer.body.error.code, 429)
    assert.equal(answer.body.error.title, 'Too Many Requests')
    assert.equal(answer.body.error.message, answer.message)
    assert.match(answer.code ?? '', /^(IAM|APIG)\./)
  }

  test('5 failures are forgiven by the right password', async () => {
    await guessTimes(5, '203.0.113.1')
    assert.equal((await enter('203.0.113.1')).status, 201)
    await guessTimes(5, '203.0.113.1')
    assert.equal((await enter('203.0.113.1')).status, 201)
  })

  test('after the 6th the right password is refused too: 429, released after 5 minutes', async () => {
    await guessTimes(6, '203.0.113.2')
    assertLocked(await enter('203.0.113.2'))
    assertLocked(await guess('203.0.113.2'))
    server.clock.advance(5 * minuteMs - 1)
    assertLocked(await enter('203.0.113.2'))
    server.clock.advance(1)
    assert.equal((await enter('203.0.113.2')).status, 201)
  })

  test('the owner enters from another address, and another user from the same one', async () => {
    const colleague = await addUser(server, server.credentials.domain.id, 'colleague')
    await guessTimes(6, '203.0.113.3')
    assert.equal((await enter('203.0.113.4')).status, 201)
    const { id, password } = colleague
    assert.equal((await enter('203.0.113.3', { id, password })).status, 201)
    assertLocked(await enter('203.0.113.3'))
  })

  test('an unknown user is locked alike, so the lock tells nothing', async () => {
    const nobody = { id: 'e'.repeat(32), password: 'x' }
    await guessTimes(6, '203.0.113.5', nobody)
    assertLocked(await guess('203.0.113.5', nobody))
  })

  test('spelling the user in another way gives no fresh tries', async () => {
    const { domain, user } = server.credentials
    await guessTimes(2, '203.0.113.6', { id: user.id })
    await guessTimes(2, '203.0.113.6', { name: user.name, domain: { name: domain.name } })
    await guessTimes(2, '203.0.113.6', { name: user.name, domain: { id: domain.id } })
    assertLocked(await enter('203.0.113.6'))
  })

  test('a locked user may still use access keys and tokens', async () => {
    const entered = await enter('203.0.113.7')
    const token = entered.headers.get('x-subject-token') ?? ''
    await guessTimes(6, '203.0.113.7')
    assert.equal((await server.as({ token })('GET', authorities, undefined, from('203.0.113.7'))).status, 200)
    assert.equal((await server.api('GET', authorities, undefined, from('203.0.113.7'))).status, 200)
  })

  test('one address may ask for 60 password hashes in a minute, whoever for', async () => {
    const users = Array.from({ length: 60 }, (_, index) => ({ id: index.toString(16).padStart(32, '0') }))
    const answers = await Promise.all(users.map((user) => guess('203.0.113.8', user)))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([401]))
    assertLocked(await enter('203.0.113.8'))
    assert.equal((await enter('203.0.113.9')).status, 201, 'another address has a budget of its own')
    server.clock.advance(minuteMs)
    assert.equal((await enter('203.0.113.8')).status, 201)
  })
})
