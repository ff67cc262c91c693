import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { joined } from '../../src/x509/pieces.ts'
import { RevocationListEntries } from '../../src/x509/revocation-list-entries.ts'
import type { RevocationListEntry } from '../../src/x509/revocation-list-entry.ts'
import { craftedRevocationList, extension } from './crafted.ts'
import { element, hex, refuses, within } from './der.ts'
import { Random, seed } from './random.ts'
import { randomRevocationList, type SampleListFields, toBeSignedList } from './samples.ts'

const entry = (...extensions: readonly Uint8Array[]) =>
  element(
    0x30,
    hex('020105'),
    element(0x17, '250101000000Z'),
    ...(extensions.length > 0 ? [element(0x30, ...extensions)] : []),
  )
function entryOf(entry: RevocationListEntry): Uint8Array {
  const entries = new RevocationListEntries()
  entries.add(entry)
  return joined(entries.pieces())
}

const whole = (fields: SampleListFields) => joined(toBeSignedList(fields))
const reason = (value: string) => extension('2.5.29.21', hex(value))
const readReason = (value: string) =>
  readRevocationList(craftedRevocationList({ entries: [entry(reason(value))] })).entries[0]?.reason

suite('revocation lists', () => {
  test('come back as they went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 100; round++) {
      const { der, fields } = randomRevocationList(random)
      const { signature, signedDer, ...parsed } = readRevocationList(der)
      assert.deepEqual(parsed, fields)
      assert.deepEqual(signedDer, whole(fields))
      assert.ok(signature.length > 60)
    }
  })

  test('have no list of entries when there are none', () => {
    const { fields } = randomRevocationList(new Random(1), undefined, 0)
    const der = whole(fields)
    assert.ok(!der.toHex().includes('5a3000a0'))
    assert.equal(der.toHex().match(/a0[0-9a-f]{2}30[0-9a-f]{2}301f0603551d23/g)?.length, 1)
  })

  test('say UNSPECIFIED by saying nothing', () => {
    const make = (reason: 'UNSPECIFIED' | 'SUPERSEDED') =>
      entryOf({ serialNumber: hex('80'), revokedAt: Date.UTC(2025, 0), reason })
    assert.deepEqual(make('UNSPECIFIED'), element(0x30, hex('02020080'), element(0x17, '250101000000Z')))
    assert.equal(make('SUPERSEDED').subarray(-14).toHex(), '300c300a0603551d1504030a0104')
  })

  test('go on growing after a look at what there is, and know how many they are', () => {
    const { fields } = randomRevocationList(new Random(2), undefined, 50)
    const entries = new RevocationListEntries()
    for (const entry of fields.entries) {
      entries.add(entry)
      entries.pieces()
    }
    assert.equal(entries.count, 50)
    const atOnce = new RevocationListEntries()
    for (const entry of fields.entries) atOnce.add(entry)
    assert.deepEqual(joined(entries.pieces()), joined(atOnce.pieces()))
  })

  test('of 100,000 entries are written and, with other limits, read in no time', () => {
    const { der, fields } = randomRevocationList(new Random(4), undefined, 100_000)
    within(2_000, () => whole(fields))
    within(100, () => refuses(() => readRevocationList(der), /longer/))
    const limits = { maximumLength: 10_000_000, maximumDepth: 24, maximumElements: 1_000_000 }
    within(5_000, () => assert.equal(readRevocationList(der, limits).entries.length, 100_000))
  })

  test('are read in version 1 and without nextUpdate', () => {
    const { number, nextUpdate, entries } = readRevocationList(
      craftedRevocationList({ version: new Uint8Array(), entries: [entry()] }),
    )
    assert.deepEqual([number, nextUpdate, entries[0]?.reason], [null, null, 'UNSPECIFIED'])
    assert.equal(
      readRevocationList(craftedRevocationList({ nextUpdate: element(0x18, '20500101000000Z') })).nextUpdate,
      Date.UTC(2050, 0),
    )
    refuses(() => readRevocationList(craftedRevocationList({ version: hex('020102') })), /version/)
    refuses(
      () => readRevocationList(craftedRevocationList({ version: new Uint8Array(), extensions: [] })),
      /trailing/,
    )
  })

  test('are refused with reasons that are none', () => {
    assert.equal(readReason('0a0109'), 'PRIVILEGE_WITHDRAWN')
    for (const value of ['0a0107', '0a0108', '0a010b', '0a01ff', '0a00', '0a020001', '020101', '0a010100']) {
      refuses(() => readReason(value))
    }
    const twice = craftedRevocationList({ entries: [entry(reason('0a0101'), reason('0a0101'))] })
    refuses(() => readRevocationList(twice), /twice/)
    refuses(() => readRevocationList(craftedRevocationList({ entries: [entry(), hex('3000')] })), /missing/)
    refuses(
      () =>
        readRevocationList(craftedRevocationList({ extensions: [extension('2.5.29.20', hex('0201ff'))] })),
      /negative/,
    )
  })
})
