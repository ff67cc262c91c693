import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { describe, test } from 'node:test'
import { createPasswordHasher } from '../../src/crypto/password-hasher.ts'

describe('password hashes', () => {
  const hasher = createPasswordHasher()

  test("are Argon2id in the PHC string form, at OWASP's cost or above", async () => {
    const hash = await hasher.hashPassword('correct horse')
    const match =
      /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43})$/.exec(hash)
    assert.ok(match, hash)
    assert.ok(Number(match[1]) >= 19_456)
    assert.ok(Number(match[2]) >= 2)
    assert.ok(Number(match[3]) >= 1)
  })

  test('tell the right password from every other', async () => {
    const hash = await hasher.hashPassword('correct horse')
    assert.equal(await hasher.isPassword('correct horse', hash), true)
    for (const wrong of [
      'correct horsf',
      'Correct horse',
      'correct horse ',
      ' correct horse',
      '',
      'correct horse\0',
    ]) {
      assert.equal(await hasher.isPassword(wrong, hash), false, JSON.stringify(wrong))
    }
  })

  test('of one password differ each time', async () => {
    assert.notEqual(await hasher.hashPassword('same'), await hasher.hashPassword('same'))
  })

  test('take any text: long, not ASCII, with NUL', async () => {
    for (const password of ['x'.repeat(1_024), '密码🔑', 'a\0b']) {
      const hash = await hasher.hashPassword(password)
      assert.equal(await hasher.isPassword(password, hash), true)
      assert.equal(await hasher.isPassword(password.slice(0, -1), hash), false)
    }
  })

  test('of another cost are checked at their own cost', async () => {
    const nonce = Buffer.from('0123456789abcdef')
    const tag = argon2Sync('argon2id', {
      message: 'old',
      nonce,
      memory: 64,
      passes: 3,
      parallelism: 2,
      tagLength: 24,
    })
    const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')
    const stored = `$argon2id$v=19$m=64,t=3,p=2$${encode(nonce)}$${encode(tag)}`
    assert.equal(await hasher.isPassword('old', stored), true)
    assert.equal(await hasher.isPassword('new', stored), false)
  })

  test('of unknown form are a failure, never a match', async () => {
    for (const stored of [
      '',
      'plain',
      '$argon2i$v=19$m=64,t=3,p=1$AAAA$AAAA',
      '$2b$10$abcdefghijklmnopqrstuv',
    ]) {
      await assert.rejects(hasher.isPassword(stored, stored))
    }
  })

  test('many at once all come true, also after one that failed', async () => {
    const hash = await hasher.hashPassword('one')
    const answers = await Promise.allSettled([
      hasher.isPassword('one', 'broken'),
      ...Array.from({ length: 6 }, () => hasher.isPassword('one', hash)),
      hasher.isPassword('one', 'broken'),
      hasher.isPassword('two', hash),
    ])
    assert.deepEqual(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed')),
      ['failed', true, true, true, true, true, true, 'failed', false],
    )
  })
})
