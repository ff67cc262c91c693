import { type DerLimits, DerReader, defaultLimits } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { MalformedError } from './malformed.ts'
import { inSequence, joined, type Pieces } from './pieces.ts'
import {
  encodeSignatureAlgorithm,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './signature-algorithm.ts'

interface Parts {
  readonly toBeSignedDer: Uint8Array
  readonly algorithmDer: Uint8Array
  readonly signature: Uint8Array
}

/**
 * What was to be signed and its signature as one: the form of certificates, requests and revocation lists (RFC 5280
 * §4.1, RFC 2986 §4). An ECDSA signature is the DER of its two numbers (RFC 3279 §2.2.3).
 */
export function assembleSigned(
  toBeSignedDer: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
): Uint8Array {
  return encodeDer(writeSigned, {
    toBeSignedDer,
    algorithmDer: encodeSignatureAlgorithm(algorithm),
    signature,
  })
}

function writeSigned(writer: DerWriter, parts: Parts): void {
  writer.sequence(writeParts, parts)
}

function writeParts(writer: DerWriter, { toBeSignedDer, algorithmDer, signature }: Parts): void {
  writer.raw(toBeSignedDer)
  writer.raw(algorithmDer)
  writer.bitString(signature)
}

/** The same of what was to be signed in pieces; each octet is copied once. */
export function assembleSignedPieces(
  toBeSigned: Pieces,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
): Uint8Array {
  const algorithmDer = encodeSignatureAlgorithm(algorithm)
  const signatureDer = encodeDer((writer) => writer.bitString(signature))
  return joined(inSequence([...toBeSigned, algorithmDer, signatureDer]))
}

/** What is signed, the AlgorithmIdentifier unread, and the signature. Octets are views of the input. */
export interface SignedFrame {
  readonly signedDer: Uint8Array
  readonly signatureAlgorithmDer: Uint8Array
  readonly signature: Uint8Array
}

/** The same with the algorithm: all that verifying needs besides the key. */
export interface SignedParts extends SignedFrame {
  readonly signatureAlgorithm: SignatureAlgorithm
}

/** Takes apart what `assembleSigned` puts together. Throws MalformedError. */
export function readSigned(der: Uint8Array, limits: DerLimits = defaultLimits): SignedParts {
  const frame = readSignedFrame(der, limits)
  return { ...frame, signatureAlgorithm: readSignatureAlgorithm(frame.signatureAlgorithmDer) }
}

/** The same for whatever algorithm. */
export function readSignedFrame(der: Uint8Array, limits: DerLimits = defaultLimits): SignedFrame {
  const reader = new DerReader(der, limits)
  const frame = reader.sequence((signed) => ({
    signedDer: signed.raw(tags.sequence),
    signatureAlgorithmDer: signed.raw(tags.sequence),
    signature: signed.bitString(),
  }))
  reader.end()
  return frame
}

/** Reads the algorithm that certificates and lists repeat inside what is signed, where it must be the same. */
export function readRepeatedAlgorithm(
  reader: DerReader,
  { signatureAlgorithmDer }: Pick<SignedFrame, 'signatureAlgorithmDer'>,
): void {
  const repeated = reader.raw(tags.sequence)
  const isSame =
    repeated.length === signatureAlgorithmDer.length &&
    repeated.every((octet, index) => octet === signatureAlgorithmDer[index])
  if (!isSame) throw new MalformedError('signed under one algorithm, named as another')
}
