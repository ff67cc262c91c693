import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { merkleRoot } from '../../src/domain/model/merkle-root.ts'

const hash = (octets: Uint8Array) => createHash('sha256').update(octets).digest()
const rootOf = (entries: readonly string[]) =>
  merkleRoot(
    hash,
    entries.map((entry) => Buffer.from(entry, 'hex')),
  ).toHex()

/** The tree and roots that implementations of Certificate Transparency test themselves with. */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots: Readonly<Record<number, string>> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  5: '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
}

describe('the root of a Merkle tree', () => {
  for (const [count, root] of Object.entries(roots)) {
    test(`of ${count} entries`, () => assert.equal(rootOf(entries.slice(0, Number(count))), root))
  }

  test('is another when an entry is changed, left out, repeated or put elsewhere', () => {
    const many = Array.from({ length: 250 }, () => randomBytes(8).toString('hex'))
    const [first = '', second = '', ...rest] = many
    const variants = [
      [second, first, ...rest],
      [first, ...rest],
      [first, first, second, ...rest],
      ['00', second, ...rest],
    ]
    const found = new Set([many, ...variants].map(rootOf))
    assert.equal(found.size, variants.length + 1)
  })
})
