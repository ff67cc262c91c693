import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'
import { type RawAnswer, send, sendSigned } from './raw-http.ts'

/** api-answers A44: the lock is on the pair of access key and address, because an access key is no secret. */
describe('more than 5 failures lock the pair of access key and address for 5 minutes', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer({ 'trusted-proxies': '127.0.0.1' })
  })
  after(() => server.close())
  beforeEach(() => server.clock.advance(60 * minuteMs))

  const from = (address: string) => ({ 'x-forwarded-for': address })
  const guess = (address: string) =>
    sendSigned(server, 'GET', authorities, { secretKey: 'guess'.repeat(8), afterSigning: from(address) })
  const ask = (address: string, path = authorities) =>
    sendSigned(server, 'GET', path, { afterSigning: from(address) })
  const guessTimes = async (times: number, address: string) => {
    for (let time = 0; time < times; time += 1) assert.equal((await guess(address)).status, 401)
  }
  const assertLocked = (answer: RawAnswer) => {
    assert.equal(answer.status, 401, answer.text)
    assert.equal(answer.code, 'APIG.0301')
  }

  test('5 failures are forgiven by a right signature', async () => {
    await guessTimes(5, '203.0.113.7')
    assert.equal((await ask('203.0.113.7')).status, 200)
    await guessTimes(5, '203.0.113.7')
    assert.equal((await ask('203.0.113.7')).status, 200)
  })

  test('after the 6th even the right signature is refused, until 5 minutes are over', async () => {
    await guessTimes(6, '203.0.113.7')
    assertLocked(await ask('203.0.113.7'))
    server.clock.advance(5 * minuteMs - 1)
    assertLocked(await ask('203.0.113.7'))
    server.clock.advance(1)
    assert.equal((await ask('203.0.113.7')).status, 200)
  })

  test('the lock counts from the 6th failure, not from the first', async () => {
    await guessTimes(5, '203.0.113.7')
    server.clock.advance(4 * minuteMs)
    await guessTimes(1, '203.0.113.7')
    server.clock.advance(2 * minuteMs)
    assertLocked(await ask('203.0.113.7'))
    server.clock.advance(3 * minuteMs)
    assert.equal((await ask('203.0.113.7')).status, 200)
  })

  test('the owner passes from another address, and another key from the same one', async () => {
    const other = await server.addAccount('neighbour')
    assert.ok(typeof other === 'object' && 'accessKey' in other)
    await guessTimes(6, '203.0.113.7')
    assert.equal((await ask('203.0.113.8')).status, 200)
    assert.equal((await ask('2001:db8::1')).status, 200)
    const neighbour = await sendSigned(server, 'GET', authorities, {
      ...other,
      afterSigning: from('203.0.113.7'),
    })
    assert.equal(neighbour.status, 200, neighbour.text)
    assertLocked(await ask('203.0.113.7'))
  })

  test('a key that is guessed from many addresses is slowed as a whole, and its owner still passes', async () => {
    const pausedMs = server.clock.pausedMs
    for (let address = 1; address <= 20; address += 1) await guessTimes(1, `198.51.100.${address}`)
    assert.equal(server.clock.pausedMs, pausedMs)
    await guessTimes(1, '198.51.100.99')
    assert.ok(server.clock.pausedMs > pausedMs, 'the 21st failure must come later')
    assert.equal((await ask('203.0.113.7')).status, 200)
  })

  test('a locked pair is refused before its body is read', async () => {
    await guessTimes(6, '203.0.113.7')
    const answer = await sendSigned(server, 'POST', authorities, {
      body: 'not even JSON',
      afterSigning: from('203.0.113.7'),
    })
    assertLocked(answer)
  })

  test('IAM calls name the lock by the same code: every AK/SK fault is 401 APIG.0301 (A22)', async () => {
    await guessTimes(6, '203.0.113.7')
    assertLocked(await ask('203.0.113.7', '/v3/projects'))
  })

  test('a stale date and an unknown key are no failures of the key', async () => {
    const at = server.clock.now() - 60 * minuteMs
    for (let time = 0; time < 10; time += 1) {
      await sendSigned(server, 'GET', authorities, { at, afterSigning: from('203.0.113.7') })
      await sendSigned(server, 'GET', authorities, { accessKey: 'NOBODY', afterSigning: from('203.0.113.7') })
    }
    assert.equal((await ask('203.0.113.7')).status, 200)
  })

  test('X-Forwarded-For of several hops: the last that is no trusted proxy counts', async () => {
    for (let time = 0; time < 6; time += 1) {
      const spoofed = `10.9.8.${time}, 203.0.113.7`
      assert.equal((await guess(spoofed)).status, 401)
    }
    assertLocked(await ask('203.0.113.7'))
    assert.equal((await ask('203.0.113.9')).status, 200)
  })
})

describe('X-Forwarded-For without trusted proxies', () => {
  test('is not believed: a guesser can not hide behind it', async () => {
    const server = await startServer()
    try {
      for (let time = 0; time < 6; time += 1) {
        await sendSigned(server, 'GET', authorities, {
          secretKey: 'guess',
          afterSigning: { 'x-forwarded-for': `198.51.100.${time}` },
        })
      }
      const answer = await sendSigned(server, 'GET', authorities, {
        afterSigning: { 'x-forwarded-for': '203.0.113.7' },
      })
      assert.equal(answer.status, 401)
      assert.equal((await send(server.base, { path: '/healthz' })).status, 200)
    } finally {
      await server.close()
    }
  })
})
