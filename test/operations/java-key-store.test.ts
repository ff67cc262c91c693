import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import {
  asciiPasswords,
  bundleOf,
  chainLengths,
  sampleKey,
  startExporter,
  widePasswords,
} from './key-bundles.ts'
import { whileAlive } from './threads.ts'

const createdAt = Date.UTC(2031, 4, 6, 7, 8, 9, 12)

/** Java's DataInputStream. */
class JavaReader {
  readonly #octets: Buffer
  #position = 0

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets)
  }

  take(size: number): Buffer {
    const start = this.#position
    this.#position += size
    return this.#octets.subarray(start, this.#position)
  }

  int = () => this.take(4).readUInt32BE()
  long = () => Number(this.take(8).readBigInt64BE())
  text = () => this.take(this.take(2).readUInt16BE()).toString()
  counted = () => this.take(this.int())
  rest = () => this.take(this.#octets.length - this.#position)
}

const wide = (password: string) => Buffer.from(password, 'utf16le').swap16()
const sha1 = (...parts: readonly Uint8Array[]) => hash('sha1', Buffer.concat(parts), 'buffer')

/** Undoes what `sun.security.provider.KeyProtector` does; asserts that the password fits. */
function openKey(encrypted: Buffer, password: string): Buffer {
  const header = Buffer.from('300e060a2b060104012a021101010500', 'hex')
  const at = encrypted.indexOf(header)
  assert.ok(at > 0, 'EncryptedPrivateKeyInfo under the algorithm of Sun, with NULL')
  const value = encrypted.subarray(at + header.length)
  const octets = value.subarray(value[1] === 0x82 ? 4 : value[1] === 0x81 ? 3 : 2)
  const key = Buffer.from(octets.subarray(20, -20))
  let stream = octets.subarray(0, 20)
  for (let index = 0; index < key.length; index++) {
    if (index % 20 === 0) stream = sha1(wide(password), stream)
    key.writeUInt8((key[index] ?? 0) ^ (stream[index % 20] ?? 0), index)
  }
  assert.deepEqual(octets.subarray(-20), sha1(wide(password), key))
  return key
}

describe('server.jks, taken apart', () => {
  let exporter: RunningIssuer
  before(() => {
    exporter = startExporter('modern')
  })
  after(() => exporter.close())

  for (const password of [...asciiPasswords, ...widePasswords]) {
    for (const chainLength of chainLengths) {
      test(`one entry below ${chainLength} CAs, the password ${password}`, async () => {
        const bundle = bundleOf(sampleKey(chainLength === 1 ? 'RSA2048' : 'EC384'), chainLength, password)
        const store = await whileAlive(() => exporter.exportJavaKeyStore({ ...bundle, createdAt }))
        const reader = new JavaReader(store)
        assert.deepEqual([reader.int(), reader.int(), reader.int(), reader.int()], [0xfeed_feed, 2, 1, 1])
        assert.deepEqual([reader.text(), reader.long()], ['server', createdAt])
        const key = openKey(reader.counted(), password)
        assert.deepEqual(key, Buffer.from(sampleKey(chainLength === 1 ? 'RSA2048' : 'EC384')))
        assert.equal(reader.int(), chainLength + 1)
        for (const der of [bundle.certificateDer, ...bundle.chainDers]) {
          assert.equal(reader.text(), 'X.509')
          assert.deepEqual(reader.counted(), Buffer.from(der))
        }
        const expected = sha1(wide(password), Buffer.from('Mighty Aphrodite'), store.subarray(0, -20))
        assert.deepEqual(reader.rest(), expected)
      })
    }
  }

  test('nothing but the salt of the key differs between two exports', async () => {
    const bundle = { ...bundleOf(sampleKey('EC256'), 1, 'secret-1'), createdAt }
    const [first, second] = await whileAlive(() =>
      Promise.all([exporter.exportJavaKeyStore(bundle), exporter.exportJavaKeyStore(bundle)]),
    )
    const [left, right] = [first, second].map((store) => {
      const keyLength = Buffer.from(store).readUInt32BE(32)
      return {
        before: store.slice(0, 36),
        after: store.slice(36 + keyLength, -20),
        key: store.slice(36, 36 + keyLength),
      }
    })
    assert.deepEqual([left?.before, left?.after], [right?.before, right?.after])
    assert.notDeepEqual(left?.key, right?.key)
  })
})
