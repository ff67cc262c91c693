import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type DerWriter, encodeDer, type Write } from '../../src/x509/der-writer.ts'
import { element, hex, refuses } from './der.ts'

const written = (write: Write<undefined>) => encodeDer(write).toHex()

suite('DerWriter', () => {
  test('writes lengths in their shortest form on both sides of each border', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536, 16_777_215, 16_777_216]) {
      const octets = new Uint8Array(length).fill(0xab)
      const found = encodeDer((writer) => writer.octetString(octets))
      assert.deepEqual(Buffer.compare(found, element(4, octets)), 0, `${length} octets`)
    }
  })

  test('moves content at every level when lengths grow', () => {
    const octets = new Uint8Array(300).fill(1)
    const nest =
      (depth: number): Write<undefined> =>
      (writer) => {
        writer.octetString(octets.subarray(0, 100))
        if (depth > 0) writer.sequence(nest(depth - 1))
        writer.boolean(true)
      }
    const expected = (depth: number): Uint8Array[] => [
      element(4, octets.subarray(0, 100)),
      ...(depth > 0 ? [element(0x30, ...expected(depth - 1))] : []),
      hex('0101ff'),
    ]
    assert.deepEqual(encodeDer(nest(20)), new Uint8Array(Buffer.concat(expected(20))))
  })

  test('writes integers minimal and unsigned', () => {
    const cases = {
      '': '020100',
      '00': '020100',
      '0000': '020100',
      '7f': '02017f',
      '80': '02020080',
      '000080': '02020080',
      '0100': '02020100',
      ff00: '020300ff00',
    }
    for (const [octets, expected] of Object.entries(cases)) {
      assert.equal(
        written((writer) => writer.integer(hex(octets))),
        expected,
        octets,
      )
    }
  })

  test('writes small integers, and nothing that is none', () => {
    assert.equal(
      written((writer) => writer.smallInteger(127)),
      '02017f',
    )
    assert.equal(
      written((writer) => writer.smallInteger(6, 0x0a)),
      '0a0106',
    )
    for (const value of [-1, 128, Number.NaN]) refuses(() => written((writer) => writer.smallInteger(value)))
  })

  test('writes booleans, null, bit strings and tags', () => {
    assert.equal(
      written((writer) => writer.boolean(true)),
      '0101ff',
    )
    assert.equal(
      written((writer) => writer.boolean(false)),
      '010100',
    )
    assert.equal(
      written((writer) => writer.null()),
      '0500',
    )
    assert.equal(
      written((writer) => writer.bitString([0xa0], 5)),
      '030205a0',
    )
    assert.equal(
      written((writer) => writer.bitString([])),
      '030100',
    )
    assert.equal(
      written((writer) => writer.explicit(3, (inner) => inner.null())),
      'a3020500',
    )
    assert.equal(
      written((writer) => writer.set((inner) => inner.null())),
      '31020500',
    )
    assert.equal(
      written((writer) => writer.wrapped((inner) => inner.null(), undefined)),
      '04020500',
    )
  })

  test('writes text in ASCII and UTF-8, at any length', () => {
    assert.equal(
      written((writer) => writer.utf8String('Zoë')),
      '0c045a6fc3ab',
    )
    assert.equal(
      written((writer) => writer.ia5String('a@b', 0x81)),
      '8103614062',
    )
    assert.equal(
      written((writer) => writer.printableString('CN')),
      '1302434e',
    )
    for (const text of ['x'.repeat(5000), '龘'.repeat(5000), `${'x'.repeat(4095)}𠮷`]) {
      assert.deepEqual(
        encodeDer((writer) => writer.utf8String(text)),
        element(0x0c, Buffer.from(text)),
      )
    }
  })

  test('refuses text that its type cannot hold', () => {
    refuses(() => written((writer) => writer.ia5String('é')), /ascii/)
    refuses(() => written((writer) => writer.printableString('a*b')), /printable/)
    refuses(() => written((writer) => writer.utf8String('a\ud800')), /surrogate/)
  })

  test('writes UTCTime to 2049 and GeneralizedTime from 2050', () => {
    const time = (iso: string) => {
      const der = encodeDer((writer) => writer.time(Date.parse(iso)))
      return [der[0], Buffer.from(der.subarray(2)).toString()]
    }
    assert.deepEqual(time('1950-01-01T00:00:00Z'), [0x17, '500101000000Z'])
    assert.deepEqual(time('2024-02-29T23:59:58.999Z'), [0x17, '240229235958Z'])
    assert.deepEqual(time('2049-12-31T23:59:59Z'), [0x17, '491231235959Z'])
    assert.deepEqual(time('2050-01-01T00:00:00Z'), [0x18, '20500101000000Z'])
    assert.deepEqual(time('9999-12-31T23:59:59Z'), [0x18, '99991231235959Z'])
    for (const ms of [Date.UTC(1949, 11, 31), Date.UTC(10_000, 0), Number.NaN, Number.POSITIVE_INFINITY]) {
      refuses(() => written((writer) => writer.time(ms)), /time/)
      refuses(() => written((writer) => writer.generalizedTime(ms)), /time/)
    }
  })

  test('writes GeneralizedTime of any year where it is asked for', () => {
    const time = (iso: string) =>
      Buffer.from(encodeDer((writer) => writer.generalizedTime(Date.parse(iso)))).toString('latin1')
    assert.equal(time('1950-01-01T00:00:00Z'), '\x18\x0f19500101000000Z')
    assert.equal(time('2024-02-29T23:59:58.999Z'), '\x18\x0f20240229235958Z')
    assert.equal(time('2050-01-01T00:00:00Z'), '\x18\x0f20500101000000Z')
  })

  test('hands out copies, also while another encoding is under way', () => {
    const inner = () => encodeDer((writer) => writer.octetString([1, 2, 3]))
    const outer = encodeDer((writer) =>
      writer.sequence((list) => {
        list.raw(inner())
        list.raw(inner())
      }),
    )
    inner().fill(0)
    assert.equal(outer.toHex(), '300a04030102030403010203')
  })

  test('is usable after a refusal, and does not keep a buffer that grew large', () => {
    refuses(() => encodeDer((writer) => writer.sequence((list) => list.ia5String('é'))))
    assert.equal(
      written((writer) => writer.null()),
      '0500',
    )
    let large: DerWriter | undefined
    encodeDer((writer) => {
      large = writer
      writer.octetString(new Uint8Array(1_000_000))
    })
    encodeDer((writer) => assert.notEqual(writer, large))
  })
})
