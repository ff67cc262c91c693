import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { suite, test } from 'node:test'
import { encodeObjectIdentifier } from '../../src/x509/object-identifiers.ts'
import { encodeEcPrivateKeyInfo } from '../../src/x509/private-key.ts'
import { encodeEcPublicKey, encodeRsaPublicKey, readPublicKey } from '../../src/x509/public-key.ts'
import { encodeSignatureAlgorithm, readSignatureAlgorithm } from '../../src/x509/signature-algorithm.ts'
import { element, hex, refuses } from './der.ts'
import { makeEcKey, pointOf, publicKeyOf, sampleKeys } from './samples.ts'

const spki = (key: ReturnType<typeof publicKeyOf>) =>
  new Uint8Array(key.export({ format: 'der', type: 'spki' }))
const url64 = (text: string | undefined) => Uint8Array.fromBase64(text ?? '', { alphabet: 'base64url' })

suite('public keys', () => {
  test('are written as Node writes them', () => {
    for (const key of sampleKeys()) assert.deepEqual(key.publicKeyDer, spki(publicKeyOf(key)))
  })

  test('of RSA are written whatever leading octets come along', () => {
    const exponent = hex('010001')
    assert.deepEqual(encodeRsaPublicKey(hex('00c1'), exponent), encodeRsaPublicKey(hex('c1'), exponent))
  })

  test('are refused as points of another length or form', () => {
    refuses(() => encodeEcPublicKey(256, new Uint8Array(65)), /point/)
    refuses(() => encodeEcPublicKey(256, new Uint8Array(97).fill(4)), /point/)
    refuses(() => encodeEcPublicKey(384, new Uint8Array(65).fill(4)), /point/)
  })

  test('are read: family, bits, the bits to hash, exponent', () => {
    for (const [bits, name] of [
      [256, 'P-256'],
      [384, 'P-384'],
      [521, 'P-521'],
    ] as const) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: name })
      const parsed = readPublicKey(spki(publicKey))
      assert.deepEqual(parsed, {
        algorithm: { family: 'EC', bits },
        keyBits: pointOf(privateKey),
        rsaExponent: null,
      })
    }
    for (const [modulusLength, publicExponent] of [
      [2048, 65_537],
      [1025, 3],
      [1031, 257],
    ] as const) {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
      const parsed = readPublicKey(spki(publicKey))
      assert.deepEqual(parsed.algorithm, { family: 'RSA', bits: modulusLength })
      assert.equal(parsed.rsaExponent, BigInt(publicExponent))
      assert.deepEqual(parsed.keyBits, new Uint8Array(publicKey.export({ format: 'der', type: 'pkcs1' })))
    }
  })

  test('are read as compressed points', () => {
    const { publicKeyDer } = makeEcKey(256)
    const compressed = element(
      0x30,
      publicKeyDer.subarray(2, 23),
      element(3, [0, 2], publicKeyDer.subarray(27, 59)),
    )
    assert.equal(readPublicKey(compressed).algorithm.bits, 256)
    assert.equal(
      createPublicKey({ key: Buffer.from(compressed), format: 'der', type: 'spki' }).asymmetricKeyType,
      'ec',
    )
  })

  test('of other kinds are refused by their reason', () => {
    for (const kind of ['ed25519', 'x25519', 'ed448'] as const) {
      const { publicKey } = generateKeyPairSync(kind as 'ed25519')
      refuses(() => readPublicKey(spki(publicKey)), /^unknown key algorithm$/)
    }
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 1024 })
    refuses(() => readPublicKey(spki(pss.publicKey)), /^unknown key algorithm$/)
    const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    refuses(() => readPublicKey(spki(koblitz.publicKey)), /^unknown curve$/)
    const explicit = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })
    refuses(() => readPublicKey(spki(explicit.publicKey)), /^unknown curve$/)
  })

  test('are refused where they are malformed', () => {
    const ec = element(
      0x30,
      encodeObjectIdentifier('1.2.840.10045.2.1'),
      encodeObjectIdentifier('1.2.840.10045.3.1.7'),
    )
    const point = (...octets: readonly number[]) => element(0x30, ec, element(3, [0, ...octets]))
    for (const der of [
      point(),
      point(4),
      point(...Array(65).fill(5)),
      point(...Array(65).fill(2)),
      point(...Array(33).fill(4)),
      point(...Array(66).fill(4)),
      point(0),
    ]) {
      refuses(() => readPublicKey(der), /point/)
    }
    const rsaType = (...parameters: readonly Uint8Array[]) =>
      element(0x30, encodeObjectIdentifier('1.2.840.113549.1.1.1'), ...parameters)
    const rsa = (key: Uint8Array, type = rsaType(hex('0500'))) => element(0x30, type, element(3, [0], key))
    const numbers = (modulus: string, exponent = '0203010001') => element(0x30, hex(modulus), hex(exponent))
    assert.equal(readPublicKey(rsa(numbers('020200c1'))).algorithm.bits, 8)
    for (const der of [
      rsa(numbers('020200c1'), rsaType()),
      rsa(numbers('020200c1'), rsaType(hex('3000'))),
      rsa(numbers('0201c1')),
      rsa(numbers('020100')),
      rsa(numbers('020200c1', '0201ff')),
      rsa(numbers('020200c1', '')),
      rsa(Uint8Array.from([...numbers('020200c1'), 0])),
      rsa(element(0x30, element(2, new Uint8Array(1025).fill(1)), hex('0203010001'))),
      rsa(element(0x30, hex('020200c1'), element(2, new Uint8Array(9).fill(1)))),
      Uint8Array.from([...rsa(numbers('020200c1')), 0]),
    ]) {
      refuses(() => readPublicKey(der))
    }
  })
})

suite('private keys', () => {
  test('are written as Node writes them', () => {
    for (const bits of [256, 384] as const) {
      for (let round = 0; round < 50; round++) {
        const { privateKey } = makeEcKey(bits)
        const der = encodeEcPrivateKeyInfo(
          bits,
          url64(privateKey.export({ format: 'jwk' }).d),
          pointOf(privateKey),
        )
        assert.deepEqual(der, new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })))
        assert.ok(
          createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }).equals(privateKey),
        )
      }
    }
  })

  test('are refused in another length', () => {
    const point = pointOf(makeEcKey(256).privateKey)
    refuses(() => encodeEcPrivateKeyInfo(256, new Uint8Array(31), point), /private value/)
    refuses(() => encodeEcPrivateKeyInfo(384, new Uint8Array(48), point), /point/)
  })
})

suite('signature algorithms', () => {
  const rsa = (last: number, parameters = '0500') =>
    element(0x30, encodeObjectIdentifier(`1.2.840.113549.1.1.${last}`), hex(parameters))
  const ec = (end: string, parameters = '') =>
    element(0x30, encodeObjectIdentifier(`1.2.840.10045.4.${end}`), hex(parameters))

  test('are written and read', () => {
    const cases = [
      [{ family: 'RSA', hash: 'SHA256' }, rsa(11)],
      [{ family: 'RSA', hash: 'SHA384' }, rsa(12)],
      [{ family: 'RSA', hash: 'SHA512' }, rsa(13)],
      [{ family: 'EC', hash: 'SHA256' }, ec('3.2')],
      [{ family: 'EC', hash: 'SHA384' }, ec('3.3')],
      [{ family: 'EC', hash: 'SHA512' }, ec('3.4')],
    ] as const
    for (const [algorithm, der] of cases) {
      assert.deepEqual(encodeSignatureAlgorithm(algorithm), der)
      assert.deepEqual(readSignatureAlgorithm(der), algorithm)
    }
  })

  test('that are outdated are read by name and never written', () => {
    const cases = [
      [rsa(4), 'RSA', 'MD5'],
      [rsa(5), 'RSA', 'SHA1'],
      [rsa(14), 'RSA', 'SHA224'],
      [ec('1'), 'EC', 'SHA1'],
      [ec('3.1'), 'EC', 'SHA224'],
    ] as const
    for (const [der, family, hash] of cases) {
      assert.deepEqual(readSignatureAlgorithm(der), { family, hash })
      refuses(() => encodeSignatureAlgorithm({ family, hash }), /unknown/)
    }
  })

  test('have the parameters that they should', () => {
    assert.deepEqual(readSignatureAlgorithm(rsa(11, '')), { family: 'RSA', hash: 'SHA256' })
    for (const der of [rsa(11, '3000'), rsa(11, '05000500'), rsa(11, '050100'), ec('3.2', '0500')]) {
      refuses(() => readSignatureAlgorithm(der))
    }
    for (const der of [rsa(10, '3000'), element(0x30, encodeObjectIdentifier('1.3.101.112')), rsa(99)]) {
      refuses(() => readSignatureAlgorithm(der), /^unknown signature algorithm$/)
    }
  })
})
