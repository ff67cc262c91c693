import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import {
  asciiPasswords,
  bundleOf,
  type ChainLength,
  chainLengths,
  type KeyKind,
  keyKinds,
  numbersOf,
  sampleKey,
  startExporter,
  widePasswords,
} from '../operations/key-bundles.ts'
import { whileAlive } from '../operations/threads.ts'
import { listByKeytool, readByKeytool } from './bundle-readers.ts'
import { skipWithout } from './programs.ts'

const createdAt = Date.UTC(2031, 4, 6, 7, 8, 9)

describe('server.jks, judged by Java', skipWithout('keytool', 'openssl'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-jks-'))
  let exporter: RunningIssuer
  before(() => {
    exporter = startExporter('modern')
  })
  after(async () => {
    await exporter.close()
    rmSync(folder, { recursive: true })
  })

  async function exported(kind: KeyKind, chainLength: ChainLength, password: string) {
    const privateKeyDer = sampleKey(kind)
    const bundle = bundleOf(privateKeyDer, chainLength, password)
    const octets = await whileAlive(() => exporter.exportJavaKeyStore({ ...bundle, createdAt }))
    const file = join(folder, 'server.jks')
    writeFileSync(file, octets)
    return { file, octets, privateKeyDer, bundle }
  }

  async function assertHolds(kind: KeyKind, chainLength: ChainLength, password: string): Promise<void> {
    const { file, privateKeyDer, bundle } = await exported(kind, chainLength, password)
    const { status, words, keyPem, certificates } = readByKeytool(file, password)
    assert.equal(status, 0, words)
    assert.match(words, /^Entry for alias server successfully imported\.$/m)
    assert.deepEqual(numbersOf(keyPem), numbersOf(privateKeyDer))
    const expected = [bundle.certificateDer, ...bundle.chainDers].map((der) => Buffer.from(der))
    assert.deepEqual(
      certificates.map((der) => Buffer.from(der)),
      expected,
    )
  }

  for (const [index, kind] of keyKinds.entries()) {
    for (const chainLength of chainLengths) {
      const password = asciiPasswords[(index + chainLength) % asciiPasswords.length] ?? ''
      test(`${kind} below ${chainLength} CAs`, () => assertHolds(kind, chainLength, password))
    }
  }

  for (const password of [...widePasswords, '𠮷𠮷𠮷😀']) {
    test(`the password ${password}`, () => assertHolds('EC256', 1, password))
  }

  test('keytool lists one entry in the JKS form, with its date and chain', async () => {
    const { file } = await exported('RSA2048', 2, 'secret-1')
    const { status, words } = listByKeytool(file, 'secret-1')
    assert.equal(status, 0, words)
    assert.match(words, /^Keystore type: JKS$/m)
    assert.match(words, /^Your keystore contains 1 entry$/m)
    assert.match(words, /^Alias name: server$/m)
    assert.match(words, /^Creation date: May 6, 2031$/m)
    assert.match(words, /^Entry type: PrivateKeyEntry$/m)
    assert.match(words, /^Certificate chain length: 3$/m)
  })

  test('another password opens nothing', async () => {
    const { file } = await exported('EC256', 1, 'secret-1')
    for (const password of ['secret-2', 'secret-', 'secret-1 ', 'SECRET-1', '密码密码密码']) {
      const { status, words, keyPem } = readByKeytool(file, password)
      assert.notEqual(status, 0, words)
      assert.match(words, /password was incorrect/)
      assert.equal(keyPem, '')
    }
  })

  test('a file that was changed is refused', async () => {
    const { file, octets } = await exported('EC256', 1, 'secret-1')
    for (let index = 0; index < octets.length; index += Math.ceil(octets.length / 8)) {
      writeFileSync(file, octets.with(index, (octets[index] ?? 0) ^ 1))
      assert.notEqual(listByKeytool(file, 'secret-1').status, 0, `octet ${index} of ${octets.length}`)
    }
  })
})
