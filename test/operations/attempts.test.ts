import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { Attempts } from '../../src/domain/operations/identity/attempts.ts'
import { createTestClock, minuteMs, type TestClock } from '../api/test-clock.ts'

describe('failed attempts', () => {
  let clock: TestClock
  let attempts: Attempts

  beforeEach(() => {
    clock = createTestClock()
    attempts = new Attempts(clock)
  })

  const fail = async (times: number, credential = 'key', address = 'here') => {
    for (let time = 0; time < times; time += 1) await attempts.failed(credential, address)
  }
  const isLocked = (credential = 'key', address = 'here') => {
    try {
      attempts.check(credential, address, 'attempts-exhausted')
      return false
    } catch (error) {
      assert.equal((error as { code: string }).code, 'attempts-exhausted')
      return true
    }
  }

  test('5 are allowed, the 6th locks', async () => {
    await fail(5)
    assert.equal(isLocked(), false)
    await fail(1)
    assert.equal(isLocked(), true)
  })

  test('the lock is on the pair', async () => {
    await fail(6)
    assert.equal(isLocked('key', 'there'), false)
    assert.equal(isLocked('other', 'here'), false)
    assert.equal(isLocked('key here', ''), false)
  })

  test('the lock ends 5 minutes after the 6th failure, and then counting begins anew', async () => {
    await fail(6)
    clock.advance(5 * minuteMs - 1)
    assert.equal(isLocked(), true)
    clock.advance(1)
    assert.equal(isLocked(), false)
    await fail(5)
    assert.equal(isLocked(), false)
    await fail(1)
    assert.equal(isLocked(), true)
  })

  test('failures are forgotten 5 minutes after the first', async () => {
    await fail(5)
    clock.advance(5 * minuteMs)
    await fail(1)
    assert.equal(isLocked(), false)
  })

  test('success forgives the pair, and no other', async () => {
    await fail(5)
    await fail(6, 'key', 'there')
    attempts.succeeded('key', 'here')
    await fail(5)
    assert.equal(isLocked(), false)
    assert.equal(isLocked('key', 'there'), true)
  })

  test('success from one address does not speed up guessing from others', async () => {
    for (let address = 0; address < 20; address += 1) await fail(1, 'key', `address ${address}`)
    attempts.succeeded('key', 'home')
    assert.equal(clock.pausedMs, 0)
    await fail(1, 'key', 'address 21')
    assert.ok(clock.pausedMs > 0)
  })

  test('other keys are not slowed', async () => {
    for (let address = 0; address < 25; address += 1) await fail(1, 'key', `address ${address}`)
    const { pausedMs } = clock
    await fail(1, 'other', 'address 1')
    assert.equal(clock.pausedMs, pausedMs)
  })

  test('60 hashes a minute for an address', () => {
    for (let time = 0; time < 60; time += 1) attempts.spendHash('here')
    assert.throws(() => attempts.spendHash('here'), { code: 'attempts-exhausted' })
    attempts.spendHash('there')
    clock.advance(minuteMs - 1)
    assert.throws(() => attempts.spendHash('here'), { code: 'attempts-exhausted' })
    clock.advance(1)
    attempts.spendHash('here')
  })

  test('a flood of other pairs does not free a locked one', async () => {
    await fail(6)
    for (let address = 0; address < 10_000; address += 1)
      await fail(1, `key ${address}`, `address ${address}`)
    assert.equal(isLocked(), true)
  })
})
