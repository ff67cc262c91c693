import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { openVault } from '../../src/crypto/vault.ts'
import type { DomainError } from '../../src/domain/model/errors.ts'
import { chosenSeed, SeededRandom } from '../ports/seeded-random.ts'

const record = 'authority/1/key'
const secret = Buffer.from('the secret of a private key')

const refuses = (open: () => unknown) =>
  assert.throws(open, (error: DomainError) => {
    assert.equal(error.code, 'key-processing-failed')
    assert.ok(!String(error.message).includes(secret.toString()))
    return true
  })

describe('the vault', () => {
  const keys = new Map([[1, randomBytes(32)]])
  const vault = openVault(keys)

  test('opens what it sealed, of any length', () => {
    for (const length of [0, 1, 15, 16, 17, 32, 1_000, 100_000]) {
      const bytes = randomBytes(length)
      assert.deepEqual(Buffer.from(vault.unseal(vault.seal(record, bytes))), bytes)
    }
  })

  test('what is sealed shows nothing of the secret, and is never the same twice', () => {
    const sealed = Array.from({ length: 100 }, () => Buffer.from(vault.seal(record, secret).sealed))
    assert.equal(new Set(sealed.map((bytes) => bytes.toString('hex'))).size, 100)
    for (const bytes of sealed) assert.equal(bytes.indexOf(secret.subarray(0, 8)), -1)
    const ciphertexts = sealed.map((bytes) => bytes.subarray(29, 29 + secret.length).toString('hex'))
    assert.equal(new Set(ciphertexts).size, 100, 'the same secret must not become the same ciphertext')
  })

  test('a sealed secret that was moved to another record does not open', () => {
    const { sealed } = vault.seal(record, secret)
    for (const other of ['authority/2/key', 'authority/1/key ', 'authority/1/ke', '', 'AUTHORITY/1/KEY']) {
      refuses(() => vault.unseal({ record: other, sealed }))
    }
    assert.deepEqual(Buffer.from(vault.unseal({ record, sealed })), secret)
  })

  test('not one bit may be changed', () => {
    const { sealed } = vault.seal(record, secret)
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      refuses(() => vault.unseal({ record, sealed: altered }))
    }
  })

  test('nothing may be cut off or appended', () => {
    const { sealed } = vault.seal(record, secret)
    for (let length = 0; length < sealed.length; length += 1) {
      refuses(() => vault.unseal({ record, sealed: sealed.subarray(0, length) }))
    }
    refuses(() => vault.unseal({ record, sealed: Buffer.concat([sealed, Buffer.of(0)]) }))
  })

  test('parts of two sealed secrets make no third', () => {
    const seed = chosenSeed()
    const random = new SeededRandom(seed)
    for (let time = 0; time < 200; time += 1) {
      const [first, second] = [vault.seal(record, secret).sealed, vault.seal(record, secret).sealed]
      const cut = 1 + random.below(first.length - 1)
      const mixed = Buffer.concat([first.subarray(0, cut), second.subarray(cut)])
      // a cut within the header that both share leaves the second whole
      if (mixed.equals(Buffer.from(second)) || mixed.equals(Buffer.from(first))) continue
      assert.throws(
        () => vault.unseal({ record, sealed: mixed }),
        `CHANCERY_TEST_SEED=${seed}: a mixture cut at ${cut} opened`,
      )
    }
  })

  test('bytes that were never sealed do not open', () => {
    for (const length of [0, 1, 5, 44, 45, 46, 200]) {
      refuses(() => vault.unseal({ record, sealed: new Uint8Array(length) }))
      refuses(() => vault.unseal({ record, sealed: randomBytes(length) }))
    }
  })

  test('another data key does not open it, and none is the same', () => {
    const { sealed } = vault.seal(record, secret)
    refuses(() => openVault(new Map([[1, randomBytes(32)]])).unseal({ record, sealed }))
    refuses(() => openVault(new Map([[2, keys.get(1) ?? secret]])).unseal({ record, sealed }))
  })

  test('new secrets are sealed under the highest key; old ones open under their own', () => {
    const old = vault.seal(record, secret)
    const newer = openVault(new Map([...keys, [3, randomBytes(32)], [2, randomBytes(32)]]))
    assert.deepEqual(Buffer.from(newer.unseal(old)), secret)
    const sealed = newer.seal(record, secret)
    assert.deepEqual(Buffer.from(newer.unseal(sealed)), secret)
    refuses(() => vault.unseal(sealed))
    assert.equal(Buffer.from(sealed.sealed).readUInt32BE(1), 3)
  })

  test('a view into a larger buffer is read within its bounds', () => {
    const { sealed } = vault.seal(record, secret)
    const larger = Buffer.concat([randomBytes(7), sealed, randomBytes(7)])
    const view = larger.subarray(7, 7 + sealed.length)
    assert.deepEqual(Buffer.from(vault.unseal({ record, sealed: view })), secret)
  })
})
