import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  encodeObjectIdentifier,
  isReservedObjectIdentifier,
  readObjectIdentifier,
} from '../../src/x509/object-identifiers.ts'
import { hex, refuses } from './der.ts'
import { Random, seed } from './random.ts'

const large = 2n ** 128n - 1n

suite('object identifiers', () => {
  test('are written as X.690 has them', () => {
    const cases = {
      '2.5.4.3': '0603550403',
      '1.2.840.113549.1.1.11': '06092a864886f70d01010b',
      '2.999.3': '0603883703',
      '0.0': '060100',
      '0.39': '060127',
      '1.0': '060128',
      '2.0': '060150',
      '2.47': '06017f',
      '2.48': '06028100',
      [`2.25.${large}`]: `061469${'83'}${'ff'.repeat(17)}7f`,
    }
    for (const [dotted, expected] of Object.entries(cases)) {
      assert.equal(encodeObjectIdentifier(dotted).toHex(), expected, dotted)
      assert.equal(readObjectIdentifier(encodeObjectIdentifier(dotted).subarray(2)), dotted)
    }
  })

  test('come back as they went, of any size', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    const arc = () => BigInt(`0x0${random.octets(random.between(0, 16)).toHex()}`)
    for (let round = 0; round < 5_000; round++) {
      const first = random.below(3)
      const arcs = [
        first,
        first < 2 ? random.below(40) : arc(),
        ...Array.from({ length: random.below(8) }, arc),
      ]
      const element = encodeObjectIdentifier(arcs.join('.'))
      assert.equal(readObjectIdentifier(element.subarray(element[1] === 0x81 ? 3 : 2)), arcs.join('.'))
    }
  })

  test('are refused in any other form', () => {
    const cases = [
      '',
      '1',
      '1.',
      '.1',
      '1..2',
      '3.1',
      '1.40',
      '0.40',
      '01.2',
      '1.02',
      '1.2.-3',
      '1.2.a',
      ' 1.2',
      '1.2 ',
      '1,2',
      '1.2.３',
      '+1.2',
      '0x1.2',
      '1.2.1e3',
    ]
    for (const dotted of cases) refuses(() => encodeObjectIdentifier(dotted), /dotted|roots/)
    refuses(() => encodeObjectIdentifier(`1.2.${large + 1n}`), /too large/)
    refuses(() => encodeObjectIdentifier(`1.2${'.1'.repeat(1000)}`), /too long/)
    refuses(() => encodeObjectIdentifier('1.2.'.padEnd(100_000_000, '9')), /too long/)
  })

  test('are refused when cut short, padded or too large', () => {
    for (const [text, message] of [
      ['', /empty/],
      ['81', /short/],
      ['2a81', /short/],
      ['2a8001', /padded/],
      ['8001', /padded/],
    ] as const) {
      refuses(() => readObjectIdentifier(hex(text)), message)
    }
    refuses(() => readObjectIdentifier(hex(`2a84${'80'.repeat(17)}00`)), /too large/)
    refuses(() => readObjectIdentifier(hex(`2a81${'80'.repeat(200)}00`)), /too large/)
    refuses(() => readObjectIdentifier(new Uint8Array(256)), /too long/)
  })

  test('that software gives a meaning are reserved', () => {
    const reserved = [
      '2.5.29',
      '2.5.29.19',
      '2.5.29.99999',
      '1.3.6.1.5.5.7.1.1',
      '1.3.6.1.5.5.7.1.24',
      '2.16.840.1.113730.1.13',
      '2.5.4.3',
      '1.2.840.113549.1.9.14',
      '1.3.6.1.5.5.7.48.1',
    ]
    for (const dotted of reserved) assert.equal(isReservedObjectIdentifier(dotted), true, dotted)
    for (const dotted of [
      '1.2.3.4',
      '2.5.290',
      '2.5.2',
      '1.3.6.1.5.5.7.11',
      '1.3.6.1.4.1.99999.1',
      '2.16.840.1.113730.10',
    ]) {
      assert.equal(isReservedObjectIdentifier(dotted), false, dotted)
    }
  })
})
