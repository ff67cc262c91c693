import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DerReader, defaultLimits } from '../../src/x509/der-reader.ts'
import { encodeDer } from '../../src/x509/der-writer.ts'
import { element, hex, refuses } from './der.ts'
import { Random, seed } from './random.ts'

function read<Value>(text: string, take: (reader: DerReader) => Value): Value {
  const reader = new DerReader(hex(text))
  const value = take(reader)
  reader.end()
  return value
}

suite('DerReader', () => {
  test('reads each type', () => {
    assert.equal(
      read('0101ff', (reader) => reader.boolean()),
      true,
    )
    assert.equal(
      read('010100', (reader) => reader.boolean()),
      false,
    )
    assert.equal(
      read('02020080', (reader) => reader.smallInteger()),
      128,
    )
    assert.equal(
      read('02047fffffff', (reader) => reader.smallInteger()),
      2 ** 31 - 1,
    )
    assert.deepEqual(
      read('020900ffffffffffffffff', (reader) => reader.integer()),
      new Uint8Array(8).fill(255),
    )
    assert.deepEqual(
      read('030205a0', (reader) => reader.bits()),
      { octets: hex('a0'), unusedBits: 5 },
    )
    assert.deepEqual(
      read('03020041', (reader) => reader.bitString()),
      hex('41'),
    )
    assert.deepEqual(
      read('040141', (reader) => reader.octetString()),
      hex('41'),
    )
    assert.equal(
      read('0603550403', (reader) => reader.objectIdentifier()),
      '2.5.4.3',
    )
    assert.equal(read('a0020500', (reader) => reader.explicit(0, (inner) => inner.null())) ?? null, null)
  })

  test('leaves no octet unread', () => {
    refuses(() => read('05000500', (reader) => reader.null()), /trailing/)
    refuses(() => read('300405000500', (reader) => reader.sequence((inner) => inner.null())), /trailing/)
    refuses(() => read('3000', (reader) => reader.sequence((inner) => inner.null())), /missing/)
  })

  test('does not read past the element around', () => {
    refuses(
      () => read('3003040500410000000000', (reader) => reader.sequence((inner) => inner.octetString())),
      /beyond/,
    )
    refuses(
      () => read('3001040141', (reader) => reader.sequence((inner) => inner.octetString())),
      /cut short/,
    )
  })

  test('takes lengths in their only form', () => {
    refuses(() => read('3080050000 00', (reader) => reader.any()), /indefinite/)
    refuses(() => read(`04810141`, (reader) => reader.any()), /shortest/)
    refuses(() => read(`0482007f${'00'.repeat(127)}`, (reader) => reader.any()), /shortest/)
    refuses(() => read(`048200ff${'00'.repeat(255)}`, (reader) => reader.any()), /shortest/)
    refuses(() => read('0485010000000041', (reader) => reader.any()), /beyond/)
    refuses(() => read('04ff41', (reader) => reader.any()), /beyond/)
    refuses(() => read('0484ffffffff41', (reader) => reader.any()), /beyond/)
    refuses(() => read('0482', (reader) => reader.any()), /cut short/)
    refuses(() => read('04', (reader) => reader.any()), /cut short/)
    refuses(() => read('', (reader) => reader.any()), /missing/)
  })

  test('takes values in their only form', () => {
    const cases: readonly [string, (reader: DerReader) => unknown][] = [
      ['010101', (reader) => reader.boolean()],
      ['0100', (reader) => reader.boolean()],
      ['0102ffff', (reader) => reader.boolean()],
      ['0200', (reader) => reader.integer()],
      ['020180', (reader) => reader.integer()],
      ['0202007f', (reader) => reader.integer()],
      ['02020000', (reader) => reader.integer()],
      ['02050080000000', (reader) => reader.smallInteger()],
      ['02060100000000 00', (reader) => reader.smallInteger()],
      ['0300', (reader) => reader.bits()],
      ['030108', (reader) => reader.bits()],
      ['030101', (reader) => reader.bits()],
      ['030205a1', (reader) => reader.bits()],
      ['030205a0', (reader) => reader.bitString()],
      ['050100', (reader) => reader.null()],
      ['0600', (reader) => reader.objectIdentifier()],
      ['0500', (reader) => reader.boolean()],
    ]
    for (const [text, take] of cases) refuses(() => read(text, take))
  })

  test('walks through anything well-formed, and nothing else', () => {
    for (const text of ['0500', '30060101ff020100', 'a003020101', '8000', 'e100', '28020500', '04020001']) {
      assert.deepEqual(read(text, (reader) => reader.any()).element, hex(text))
    }
    refuses(() => read('0000', (reader) => reader.any()), /end-of-contents/)
    refuses(() => read('1f8101 00', (reader) => reader.any()), /above 30/)
    refuses(() => read('1000', (reader) => reader.any()), /wrong form/)
    refuses(() => read('2202 0500', (reader) => reader.any()), /wrong form/)
    refuses(() => read('2405 0403414141', (reader) => reader.any()), /wrong form/)
    refuses(() => read('3002 0401', (reader) => reader.any()), /beyond/)
  })

  test('holds its limits', () => {
    const nested = (depth: number): Uint8Array =>
      depth === 0 ? hex('0500') : element(0x30, nested(depth - 1))
    const any = (der: Uint8Array) => () => new DerReader(der).any()
    any(nested(defaultLimits.maximumDepth))()
    refuses(any(nested(defaultLimits.maximumDepth + 1)), /too deeply/)
    any(
      element(
        0x30,
        new Uint8Array(9_999 * 2).map((_, index) => (index % 2 === 0 ? 5 : 0)),
      ),
    )()
    refuses(
      any(
        element(
          0x30,
          new Uint8Array(10_000 * 2).map((_, index) => (index % 2 === 0 ? 5 : 0)),
        ),
      ),
      /too many/,
    )
    new DerReader(new Uint8Array(defaultLimits.maximumLength))
    refuses(() => new DerReader(new Uint8Array(defaultLimits.maximumLength + 1)), /longer/)
    refuses(() => new DerReader(hex('0500'), { ...defaultLimits, maximumLength: 1 }), /longer/)
  })

  test('gives views that are plain Uint8Arrays, also of a Buffer', () => {
    const buffer = Buffer.from('0000040141', 'hex').subarray(2)
    const octets = new DerReader(buffer).octetString()
    assert.equal(Object.getPrototypeOf(octets), Uint8Array.prototype)
    assert.deepEqual(octets, hex('41'))
    assert.equal(octets.buffer, buffer.buffer)
  })

  test('reads every time that the writer writes, as Date does', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 20_000; round++) {
      const ms = random.between(Date.UTC(1950, 0) / 1000, Date.UTC(9999, 11, 31) / 1000) * 1000
      const der = encodeDer((writer) => writer.time(ms))
      const digits = new Date(ms).toISOString().replace(/\.000|[-:T]/g, '')
      const expected = ms < Date.UTC(2050, 0) ? digits.slice(2) : digits
      assert.equal(Buffer.from(der.subarray(2)).toString(), expected)
      assert.equal(new DerReader(der).time(), ms)
      assert.equal(new DerReader(encodeDer((writer) => writer.generalizedTime(ms))).generalizedTime(), ms)
    }
  })

  test('refuses times that are none', () => {
    const time = (tag: number, text: string) => () => new DerReader(element(tag, text)).time()
    assert.equal(time(0x17, '491231235959Z')(), Date.UTC(2049, 11, 31, 23, 59, 59))
    assert.equal(time(0x17, '500101000000Z')(), Date.UTC(1950, 0))
    assert.equal(time(0x18, '20000229000000Z')(), Date.UTC(2000, 1, 29))
    const utc = [
      '491231235960Z',
      '490431000000Z',
      '490229000000Z',
      '491301000000Z',
      '490001000000Z',
      '490100000000Z',
      '490101240000Z',
      '490101006000Z',
      '4912312359Z',
      '491231235959',
      '491231235959+0000',
      '491231235959X',
      '4 1231235959Z',
      '',
    ]
    for (const text of utc) refuses(time(0x17, text), /time|date/)
    for (const text of [
      '21000229000000Z',
      '20500101000000.5Z',
      '20500101000000X',
      '20500101000000',
      '205001010000Z',
      '/0500101000000Z',
    ]) {
      refuses(time(0x18, text), /time|date/)
    }
    refuses(() => new DerReader(element(0x17, '491231235959Z')).generalizedTime(), /tag/)
  })
})
