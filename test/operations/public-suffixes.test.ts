import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createPublicSuffixes } from '../../src/outbound/public-suffixes.ts'

const suffixes = createPublicSuffixes()

suite('names under which others register theirs', () => {
  for (const name of ['com', 'co.uk', 'CO.UK', 'github.io', 'xn--fiqs8s', 'xn--55qx5d.cn', 'anything.ck'])
    test(`${name} is one, and no part of it was registered`, () => {
      assert.equal(suffixes.isListed(name), true)
      assert.equal(suffixes.registeredPart(name), null)
    })

  for (const name of ['test', 'corp', 'home.arpa.corp', 'localhost', 'db.internal'])
    test(`${name} is not on the list, which tells nothing of it`, () => {
      assert.equal(suffixes.isListed(name), false)
      assert.equal(suffixes.registeredPart(name), null)
    })

  for (const [name, registered] of [
    ['example.com', 'example.com'],
    ['www.Example.co.uk', 'example.co.uk'],
    ['a.b.me.github.io', 'me.github.io'],
    ['_acme-challenge.www.example.com', 'example.com'],
    ['www.ck', 'www.ck'],
    ['xn--85x722f.xn--55qx5d.cn', 'xn--85x722f.xn--55qx5d.cn'],
  ] as const)
    test(`of ${name} ${registered} was registered`, () => {
      assert.equal(suffixes.isListed(name), false)
      assert.equal(suffixes.registeredPart(name), registered)
    })
})
