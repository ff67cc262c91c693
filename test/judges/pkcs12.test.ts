import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import { derivePkcs12Key } from '../../src/crypto/pkcs12/key-derivation.ts'
import type { KeyBundle } from '../../src/domain/ports/key-exporter.ts'
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
import {
  type Found,
  judge,
  listByKeytool,
  readByCerttool,
  readByKeytool,
  readByOpenssl,
} from './bundle-readers.ts'
import { skipWithout } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-pkcs12-'))
after(() => rmSync(folder, { recursive: true }))

/** How OpenSSL and GnuTLS name what a profile is made of, and what OpenSSL needs to be told. */
const profiles = {
  modern: {
    mac: /^MAC: sha256, Iteration 10000$/m,
    cipher: 'PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256',
    gnutlsCipher: /Cipher: AES-256-CBC/g,
    flags: [],
  },
  legacy: {
    mac: /^MAC: sha1, Iteration 2048$/m,
    cipher: 'pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048',
    gnutlsCipher: /Cipher: 3DES-CBC/g,
    flags: ['-legacy'],
  },
} as const

for (const profile of ['modern', 'legacy'] as const) {
  const { mac, cipher, gnutlsCipher, flags } = profiles[profile]

  describe(`server.pfx, ${profile}`, () => {
    let exporter: RunningIssuer
    before(() => {
      exporter = startExporter(profile)
    })
    after(() => exporter.close())

    async function exported(kind: KeyKind, chainLength: ChainLength, password: string) {
      const privateKeyDer = sampleKey(kind)
      const bundle = bundleOf(privateKeyDer, chainLength, password)
      const file = join(folder, `${profile}-${kind}-${chainLength}.pfx`)
      writeFileSync(file, await whileAlive(() => exporter.exportPkcs12(bundle)))
      return { file, privateKeyDer, bundle }
    }

    for (const [index, kind] of keyKinds.entries()) {
      for (const chainLength of chainLengths) {
        const password = asciiPasswords[(index + chainLength) % asciiPasswords.length] ?? ''
        const words = `${kind} below ${chainLength} CAs`

        test(`${words}: OpenSSL`, skipWithout('openssl'), async () => {
          const { file, privateKeyDer, bundle } = await exported(kind, chainLength, password)
          const shown = readByOpenssl(file, password, ...flags)
          assertHolds(shown, privateKeyDer, bundle)
          assert.match(shown.words, mac)
          assert.ok(shown.words.includes(`PKCS7 Encrypted data: ${cipher}\n`), shown.words)
          assert.ok(shown.words.includes(`Shrouded Keybag: ${cipher}\n`), shown.words)
          assert.equal(shown.words.match(/friendlyName: server$/gm)?.length, 2)
          const identifiers = shown.words.match(/localKeyID: .*$/gm) ?? []
          assert.equal(identifiers.length, 2)
          assert.equal(new Set(identifiers).size, 1, 'the key points to its certificate')
        })

        test(`${words}: GnuTLS`, skipWithout('certtool'), async () => {
          const { file, privateKeyDer, bundle } = await exported(kind, chainLength, password)
          const shown = readByCerttool(file, password)
          assertHolds(shown, privateKeyDer, bundle)
          assert.equal(shown.words.match(gnutlsCipher)?.length, 2)
        })

        test(`${words}: Java`, skipWithout('keytool', 'openssl'), async () => {
          const { file, privateKeyDer, bundle } = await exported(kind, chainLength, password)
          const shown = readByKeytool(file, password)
          assertHolds(shown, privateKeyDer, bundle)
          assert.match(shown.words, /^Entry for alias server successfully imported\.$/m)
        })
      }
    }

    test('Java lists one entry, with its chain', skipWithout('keytool'), async () => {
      const { file } = await exported('EC256', 2, 'secret-1')
      const { status, words } = listByKeytool(file, 'secret-1')
      assert.equal(status, 0, words)
      assert.match(words, /^Keystore type: PKCS12$/m)
      assert.match(words, /^Your keystore contains 1 entry$/m)
      assert.match(words, /^Alias name: server$/m)
      assert.match(words, /^Entry type: PrivateKeyEntry$/m)
      assert.match(words, /^Certificate chain length: 3$/m)
    })

    // Java takes ASCII alone for PKCS #12, in files of its own as well
    for (const password of widePasswords) {
      test(`the password ${password}`, skipWithout('openssl', 'certtool'), async () => {
        const { file, privateKeyDer, bundle } = await exported('EC384', 1, password)
        assertHolds(readByOpenssl(file, password, ...flags), privateKeyDer, bundle)
        assertHolds(readByCerttool(file, password), privateKeyDer, bundle)
      })
    }

    test('another password opens nothing', skipWithout('openssl', 'certtool', 'keytool'), async () => {
      const { file } = await exported('EC256', 1, 'secret-1')
      for (const read of [readByOpenssl, readByCerttool, readByKeytool]) {
        for (const password of ['secret-2', 'secret-', 'secret-1 ', 'SECRET-1', '密码']) {
          const { status, keyPem, certificates, words } = read(file, password)
          assert.notEqual(status, 0, `${read.name} took ${password}: ${words}`)
          assert.deepEqual([keyPem, certificates], ['', []])
        }
      }
    })

    test('a file that was changed is refused', skipWithout('openssl'), async () => {
      const bundle = bundleOf(sampleKey('EC256'), 1, 'secret-1')
      const octets = await whileAlive(() => exporter.exportPkcs12(bundle))
      const file = join(folder, 'changed.pfx')
      for (let index = 0; index < octets.length; index += Math.ceil(octets.length / 40)) {
        writeFileSync(file, octets.with(index, (octets[index] ?? 0) ^ 1))
        const { status } = readByOpenssl(file, 'secret-1', ...flags)
        assert.notEqual(status, 0, `octet ${index} of ${octets.length}`)
      }
    })
  })
}

function assertHolds(found: Found, privateKeyDer: Uint8Array, bundle: KeyBundle): void {
  assert.equal(found.status, 0, found.words)
  assert.deepEqual(numbersOf(found.keyPem), numbersOf(privateKeyDer))
  const expected = [bundle.certificateDer, ...bundle.chainDers].map((der) => Buffer.from(der))
  assert.deepEqual(
    found.certificates.map((der) => Buffer.from(der)),
    expected,
  )
}

test('keys are derived as OpenSSL derives them', skipWithout('openssl'), async () => {
  for (const [hash, purpose, id, length] of [
    ['sha1', 'key', 1, 24],
    ['sha1', 'iv', 2, 8],
    ['sha1', 'mac', 3, 20],
    ['sha256', 'mac', 3, 32],
    ['sha256', 'key', 1, 200],
  ] as const) {
    for (const [password, iterations, saltLength] of [
      ['secret-1', 1, 8],
      ['x'.repeat(31), 2, 64],
      ['x'.repeat(32), 501, 65],
      ['密码𠮷', 1000, 20],
    ] as const) {
      const salt = randomBytes(saltLength)
      const derived = await derivePkcs12Key({ hash, purpose, password, salt, iterations, length })
      const wide = Buffer.from(`${password}\0`, 'utf16le').swap16().toString('hex')
      const options = { digest: hash, hexpass: wide, hexsalt: salt.toHex(), id, iter: iterations }
      const args = Object.entries(options).flatMap(([name, value]) => ['-kdfopt', `${name}:${value}`])
      const { words } = judge('openssl', ['kdf', '-keylen', String(length), ...args, 'PKCS12KDF'])
      assert.equal(derived.toHex(), words.trim().replaceAll(':', '').toLowerCase())
    }
  }
})
