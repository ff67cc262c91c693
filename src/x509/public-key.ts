import type { PublicKeyAlgorithm } from '../domain/model/key-algorithm.ts'
import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { MalformedError } from './malformed.ts'
import { keyTypes } from './object-identifiers.ts'

/** A SubjectPublicKeyInfo taken apart. Whether the point is on its curve is for the crypto room to say. */
export interface ParsedPublicKey {
  readonly algorithm: PublicKeyAlgorithm
  /** What the BIT STRING holds, which key identifiers are the hash of (RFC 5280 §4.2.1.2). */
  readonly keyBits: Uint8Array
  /** Null for EC keys. */
  readonly rsaExponent: bigint | null
}

/** All of a SubjectPublicKeyInfo before the point (RFC 5480 §2). */
const ecPrefixes = {
  256: Uint8Array.fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
  384: Uint8Array.fromHex('3076301006072a8648ce3d020106052b81040022036200'),
}

/** The SubjectPublicKeyInfo of an uncompressed point `04 ‖ x ‖ y`. Throws MalformedError for any other length or form. */
export function encodeEcPublicKey(bits: 256 | 384, point: Uint8Array): Uint8Array {
  const prefix = ecPrefixes[bits]
  if (point.length !== bits / 4 + 1 || point[0] !== 0x04) throw new MalformedError('malformed point')
  const element = new Uint8Array(prefix.length + point.length)
  element.set(prefix)
  element.set(point, prefix.length)
  return element
}

/** The SubjectPublicKeyInfo of an RSA key from unsigned big-endian octets (RFC 3279 §2.3.1). */
export function encodeRsaPublicKey(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = encodeDer((writer) => {
    writer.sequence((numbers) => {
      numbers.integer(modulus)
      numbers.integer(exponent)
    })
  })
  return encodeDer(writeRsaKey, key)
}

function writeRsaKey(writer: DerWriter, key: Uint8Array): void {
  writer.sequence((info) => {
    info.sequence((algorithm) => {
      algorithm.objectIdentifier(keyTypes.rsa.element)
      algorithm.null()
    })
    info.bitString(key)
  })
}

/**
 * Reads a SubjectPublicKeyInfo: RSA, or EC on P-256, P-384 or P-521 given by name. Throws MalformedError: `unknown key
 * algorithm`, `unknown curve`, or what is malformed.
 */
export function readPublicKey(der: Uint8Array): ParsedPublicKey {
  const reader = new DerReader(der)
  const key = reader.sequence((info) => {
    const curveBits = info.sequence(readKeyType)
    const keyBits = info.bitString()
    return curveBits === null ? readRsaKey(keyBits) : readPoint(keyBits, curveBits)
  })
  reader.end()
  return key
}

const curves = new Map([
  [keyTypes.p256.dotted, 256],
  [keyTypes.p384.dotted, 384],
  [keyTypes.p521.dotted, 521],
])

/** The size of the curve, or null for RSA. */
function readKeyType(reader: DerReader): number | null {
  switch (reader.objectIdentifier()) {
    case keyTypes.rsa.dotted:
      reader.null()
      return null
    case keyTypes.ellipticCurve.dotted:
      return readCurve(reader)
    default:
      throw new MalformedError('unknown key algorithm')
  }
}

function readCurve(reader: DerReader): number {
  // RFC 5480 §2.1.1 forbids curves by their parameters, with which a known curve can be forged (CVE-2020-0601).
  const bits = reader.nextIs(tags.objectIdentifier) ? curves.get(reader.objectIdentifier()) : undefined
  if (bits === undefined) throw new MalformedError('unknown curve')
  return bits
}

function readPoint(keyBits: Uint8Array, bits: number): ParsedPublicKey {
  const size = Math.ceil(bits / 8)
  const isUncompressed = keyBits[0] === 0x04 && keyBits.length === 1 + 2 * size
  const isCompressed = (keyBits[0] === 0x02 || keyBits[0] === 0x03) && keyBits.length === 1 + size
  if (!isUncompressed && !isCompressed) throw new MalformedError('malformed point')
  return { algorithm: { family: 'EC', bits }, keyBits, rsaExponent: null }
}

/**
 * Bounds the RSA numbers of a SubjectPublicKeyInfo for whatever signatures; other keys are bounded by their curves.
 * Throws MalformedError.
 */
export function checkRsaNumbers(der: Uint8Array): void {
  const reader = new DerReader(der)
  reader.sequence((info) => {
    const type = info.sequence((identifier) => {
      const dotted = identifier.objectIdentifier()
      while (!identifier.isAtEnd) identifier.any()
      return dotted
    })
    const keyBits = info.bitString()
    if (rsaKeyTypes.includes(type)) readRsaKey(keyBits)
  })
  reader.end()
}

/** rsaEncryption, RSAES-OAEP, RSASSA-PSS (RFC 8017 A.2). */
const rsaKeyTypes: readonly string[] = [keyTypes.rsa.dotted, '1.2.840.113549.1.1.7', '1.2.840.113549.1.1.10']

/**
 * More than anybody uses. OpenSSL takes 16384 bits, and exponents as long as moduli of up to 3072: a verification then
 * takes a thousand times as long.
 */
const maximumModulusOctets = 1024
const maximumExponentOctets = 8

function readRsaKey(keyBits: Uint8Array): ParsedPublicKey {
  const reader = new DerReader(keyBits)
  const [modulus, exponent] = reader.sequence((numbers) => [numbers.integer(), numbers.integer()] as const)
  reader.end()
  if (modulus.length > maximumModulusOctets) throw new MalformedError('modulus too large')
  if (exponent.length > maximumExponentOctets) throw new MalformedError('public exponent too large')
  const bits = modulus.length * 8 - (Math.clz32(modulus[0] ?? 0) - 24)
  if (bits === 0) throw new MalformedError('modulus of zero')
  return { algorithm: { family: 'RSA', bits }, keyBits, rsaExponent: BigInt(`0x${exponent.toHex()}`) }
}
