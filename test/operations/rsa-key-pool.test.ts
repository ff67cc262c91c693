import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, createSign, createVerify } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { KeyPair } from '../../src/crypto/key-pair.ts'
import { RsaKeyPool } from '../../src/crypto/rsa-key-pool.ts'
import { fates, whileAlive } from './threads.ts'

describe('the pool of RSA keys', () => {
  let pool: RsaKeyPool

  beforeEach(() => {
    pool = new RsaKeyPool({ 2048: 2, 4096: 0 })
  })
  afterEach(() => pool.close())

  const hexOf = ({ publicKeyDer }: KeyPair) => Buffer.from(publicKeyDer).toString('hex')

  function assertPair({ publicKeyDer, privateKeyInfoDer }: KeyPair, bits: number): void {
    const privateKey = createPrivateKey({ key: Buffer.from(privateKeyInfoDer), format: 'der', type: 'pkcs8' })
    const publicKey = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
    assert.equal(publicKey.asymmetricKeyDetails?.modulusLength, bits)
    assert.equal(publicKey.asymmetricKeyDetails?.publicExponent, 65_537n)
    const signature = createSign('sha256').update('x').sign(privateKey)
    assert.ok(createVerify('sha256').update('x').verify(publicKey, signature), 'the halves are no pair')
  }

  test('hands out whole pairs, each once, stock or not', () =>
    whileAlive(async () => {
      pool.fill()
      const pairs = await Promise.all(Array.from({ length: 5 }, () => pool.take(2048)))
      for (const pair of pairs) assertPair(pair, 2048)
      assert.equal(new Set(pairs.map(hexOf)).size, 5)
      const more = await Promise.all([pool.take(2048), pool.take(2048)])
      assert.equal(new Set([...pairs, ...more].map(hexOf)).size, 7)
    }))

  test('makes a key that it has no stock of', () =>
    whileAlive(async () => {
      assertPair(await pool.take(2048), 2048)
    }))

  test('closing answers who waits, and nothing is made after it', () =>
    whileAlive(async () => {
      const promises = [pool.take(2048), pool.take(4096), pool.take(2048), pool.take(4096)]
      await pool.close()
      const answers = await fates(promises, 2_000)
      for (const fate of answers) {
        const isPair = typeof fate === 'object' && fate !== null && 'publicKeyDer' in fate
        assert.ok(isPair || fate === 'key-processing-failed', `who waits is left with ${String(fate)}`)
      }
      assert.ok(answers.includes('key-processing-failed'))
      assert.deepEqual(await fates([pool.take(4096)], 2_000), ['key-processing-failed'])
      pool.fill()
    }))

  test('closing a pool that never began is nothing', async () => {
    await pool.close()
    await pool.close()
  })
})
