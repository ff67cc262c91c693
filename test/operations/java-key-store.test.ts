import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import { JavaReader, openJavaKey, sha1, wide } from './java-key-store-reader.ts'
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
        const key = openJavaKey(reader.counted(), password)
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
