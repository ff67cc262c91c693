import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKeyStore } from '../../src/crypto/key-store/open-key-store.ts'
import { DomainError } from '../../src/domain/model/errors.ts'
import { derFromBer } from '../../src/x509/ber.ts'
import { MalformedError } from '../../src/x509/malformed.ts'
import { make } from '../api/scm-v3/certificates.ts'
import { mutateOctets, mutateTree, nodesOf, parseTree } from '../x509/mutation.ts'
import { Random, seed } from '../x509/random.ts'
import { keyDerOf, ourJks, ourPfx } from './key-store-files.ts'
import { asBer, writePfx } from './pfx-writer.ts'

const rounds = 4000
const password = 'secret'
const made = make()
const content = {
  keys: [{ der: keyDerOf(made), name: 'site', id: '01' }],
  certificates: [{ der: made.der, id: '01' }],
}

/**
 * Without a MAC, so that what was changed is read; with one, and encrypted, so that its parameters are. Arrays, since a
 * slice of a Buffer is no copy, and what is mutated would stay so.
 */
const samples = [
  Uint8Array.from(await writePfx(content, { password, mac: 'none' })),
  Uint8Array.from(await writePfx(content, { password, mac: { pbmac1: 'sha256', prf: 'sha512' } })),
  Uint8Array.from(await ourPfx(made, [], password, 'legacy')),
]
const [open = new Uint8Array()] = samples
const ber = Uint8Array.from(asBer(Buffer.from(open)))
const trees = samples.map((der) => nodesOf(parseTree(der)))
const stores = [open, ...samples, ber, Uint8Array.from(ourJks(made, [], password))]

test('key stores that were changed open or are refused, and quickly', async (t) => {
  t.diagnostic(`seed ${seed}`)
  const random = new Random(seed)
  const reasons = new Set<string>()
  let opened = 0
  let slowestMs = 0
  for (let round = 0; round < rounds; round++) {
    const input = random.chance(0.6)
      ? mutateTree(random, random.pick(trees), trees.flat())
      : mutateOctets(random, random.pick(stores), random.pick(stores))
    const start = process.threadCpuUsage()
    try {
      await openKeyStore({ content: input, password })
      opened += 1
    } catch (error) {
      if (!(error instanceof DomainError)) throw new Error(`on ${input.toHex()}`, { cause: error })
      reasons.add(`${error.code} ${error.facts.reason?.replaceAll(/0x[0-9a-f]+|[0-9.]+/g, '#')}`)
    }
    const { user, system } = process.threadCpuUsage(start)
    slowestMs = Math.max(slowestMs, (user + system) / 1000)
  }
  t.diagnostic(`${opened} opened, ${reasons.size} reasons, slowest ${Math.round(slowestMs)} ms`)
  assert.ok(opened > rounds / 100, 'most mutations are too crude to reach far')
  assert.ok(reasons.size > 25, 'the mutations reach too few places')
  // as many iterations as a store may ask for
  assert.ok(slowestMs < 15_000, `one input took ${slowestMs} ms`)
})

test('BER is what it was in DER, or is refused', (t) => {
  t.diagnostic(`seed ${seed}`)
  const random = new Random(seed)
  for (const der of samples) {
    assert.equal(derFromBer(der).toHex(), der.toHex())
    assert.equal(derFromBer(asBer(Buffer.from(der))).toHex(), der.toHex())
  }
  for (let round = 0; round < 20_000; round++) {
    const input = mutateOctets(random, ber, open)
    try {
      derFromBer(input)
    } catch (error) {
      if (!(error instanceof MalformedError)) throw new Error(`on ${input.toHex()}`, { cause: error })
    }
  }
  const deep = Buffer.alloc(200_000, Buffer.of(0x30, 0x80))
  assert.throws(() => derFromBer(deep), MalformedError)
})
