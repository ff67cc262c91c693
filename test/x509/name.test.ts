import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { encodeName, readName } from '../../src/x509/name.ts'
import { encodeObjectIdentifier } from '../../src/x509/object-identifiers.ts'
import { element, hex, refuses } from './der.ts'
import { Random, seed } from './random.ts'
import { randomName } from './samples.ts'

const attribute = (dotted: string, value: Uint8Array) => element(0x30, encodeObjectIdentifier(dotted), value)
const name = (...values: readonly Uint8Array[]) =>
  element(0x30, ...values.map((value) => element(0x31, value)))
const commonName = (value: Uint8Array) => name(attribute('2.5.4.3', value))
const none = {
  country: null,
  state: null,
  locality: null,
  organization: null,
  organizationalUnit: null,
  commonName: null,
}

suite('names', () => {
  test('are written C, ST, L, O, OU, CN, the country as a PrintableString as given', () => {
    const subject = {
      country: 'cN',
      state: '广东',
      locality: 'Shenzhen',
      organization: 'O',
      organizationalUnit: 'U',
      commonName: 'example.com',
    }
    assert.deepEqual(
      encodeName(subject),
      name(
        attribute('2.5.4.6', element(0x13, 'cN')),
        attribute('2.5.4.8', element(0x0c, '广东')),
        attribute('2.5.4.7', element(0x0c, 'Shenzhen')),
        attribute('2.5.4.10', element(0x0c, 'O')),
        attribute('2.5.4.11', element(0x0c, 'U')),
        attribute('2.5.4.3', element(0x0c, 'example.com')),
      ),
    )
    assert.deepEqual(encodeName({ ...none, commonName: 'x' }), commonName(element(0x0c, 'x')))
  })

  test('come back as they went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 1_000; round++) {
      const subject = randomName(random)
      assert.deepEqual(readName(encodeName(subject)), subject)
    }
  })

  test('are read in every type of text', () => {
    const cases: readonly [Uint8Array, string][] = [
      [element(0x13, 'a*b@c'), 'a*b@c'],
      [element(0x16, 'abc'), 'abc'],
      [element(0x14, hex('41e9ff')), 'Aéÿ'],
      [element(0x0c, hex('efbbbf41')), '\ufeffA'],
      [element(0x1e, hex('004153174eac')), 'A北京'],
      [element(0x1e, hex('d842dfb7')), '𠮷'],
      [element(0x1c, hex('0000004100020bb7')), 'A𠮷'],
      [element(0x0c), ''],
    ]
    for (const [value, expected] of cases) assert.equal(readName(commonName(value)).commonName, expected)
  })

  test('are refused with text that is none', () => {
    const cases = [
      '0c01ff',
      '0c02c080',
      '0c03eda080',
      '0c03610062',
      '130180',
      '1601e9',
      '1e0141',
      '1e02d842',
      '1e04dfb7d842',
      '1e020000',
      '1c03000041',
      '1c0400110000',
      '1c040000d800',
      '1c0400000000',
      '040141',
      '020141',
      '1803323032',
      '3000',
      '0500',
    ]
    for (const value of cases) refuses(() => readName(commonName(hex(value))), /text|utf-8|character/)
  })

  test('give the first of each attribute, wherever it stands', () => {
    const utf8 = (text: string) => element(0x0c, text)
    const der = element(
      0x30,
      element(
        0x31,
        attribute('2.5.4.5', element(0x13, 'serial')),
        attribute('2.5.4.10', utf8('O1')),
        attribute('2.5.4.3', utf8('first')),
      ),
      element(0x31, attribute('2.5.4.3', utf8('second'))),
      element(0x31, attribute('0.9.2342.19200300.100.1.25', element(0x16, 'com'))),
      element(0x31, attribute('2.5.4.10', utf8('O2'))),
    )
    assert.deepEqual(readName(der), { ...none, organization: 'O1', commonName: 'first' })
    assert.deepEqual(readName(name()), none)
  })

  test('may hold anything well-formed in other attributes', () => {
    const other = (value: Uint8Array) => readName(name(attribute('1.2.3.4', value)))
    for (const value of ['0c01ff', '04020001', '30030101ff', '0500'])
      assert.deepEqual(other(hex(value)), none)
    for (const value of ['0402ff', '3003010100ff', '1f810100', '3080']) refuses(() => other(hex(value)))
  })

  test('are refused when their frame is broken', () => {
    for (const der of [
      '',
      '3100',
      '30023100',
      '300431023000',
      '300b3109300706035504030500ff',
      '3000ff',
      '30093107300506035504 03',
    ]) {
      refuses(() => readName(hex(der)))
    }
    refuses(() => readName(commonName(hex('0c01ff'))), /utf-8/)
    refuses(
      () => readName(name(attribute('2.5.4.3', element(0x0c, 'good')), attribute('2.5.4.3', hex('0c01ff')))),
      /utf-8/,
    )
  })
})
