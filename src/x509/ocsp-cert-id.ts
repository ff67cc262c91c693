import { type DerLimits, DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'
import { hashTypes } from './object-identifiers.ts'

/** Which certificate is asked about, by hashes of its issuer (RFC 6960 §4.1.1). Octets are views of the input. */
export interface OcspCertId {
  /** `unknown` for any other hash, whose issuer nobody here can tell. */
  readonly hashAlgorithm: 'SHA1' | 'SHA256' | 'unknown'
  /** Of the DER of the issuer's name. */
  readonly issuerNameHash: Uint8Array
  /** Of what the BIT STRING of the issuer's key holds. */
  readonly issuerKeyHash: Uint8Array
  /** Unsigned and big-endian; at most 20 octets. */
  readonly serialNumber: Uint8Array
  /** The whole CertID, which a response repeats byte for byte. */
  readonly der: Uint8Array
}

/** Reads a CertID. Throws MalformedError, also for hashes not of their algorithm's length and longer serial numbers. */
export function readCertId(outer: DerReader, limits: DerLimits): OcspCertId {
  const der = outer.raw(tags.sequence)
  const reader = new DerReader(der, limits)
  const fields = reader.sequence(readFields)
  reader.end()
  return { ...fields, der }
}

/** RFC 5280 §4.1.2.2: no CA may use a longer one. */
const maximumSerialLength = 20

const hashes = new Map([
  [hashTypes.sha1.dotted, { hashAlgorithm: 'SHA1', size: 20 }],
  [hashTypes.sha256.dotted, { hashAlgorithm: 'SHA256', size: 32 }],
] as const)

function readFields(reader: DerReader): Omit<OcspCertId, 'der'> {
  const hash = reader.sequence(readHash)
  const issuerNameHash = reader.octetString()
  const issuerKeyHash = reader.octetString()
  if (hash && (issuerNameHash.length !== hash.size || issuerKeyHash.length !== hash.size)) {
    throw new MalformedError('hash not of the length of its algorithm')
  }
  const serialNumber = reader.integer()
  if (serialNumber.length > maximumSerialLength) throw new MalformedError('serial number too long')
  return { hashAlgorithm: hash?.hashAlgorithm ?? 'unknown', issuerNameHash, issuerKeyHash, serialNumber }
}

/** Parameters are NULL or absent, and both are the same (RFC 5754 §2); those of other algorithms are theirs. */
function readHash(reader: DerReader) {
  const hash = hashes.get(reader.objectIdentifier())
  if (!hash && !reader.isAtEnd) reader.any()
  if (hash && reader.nextIs(tags.null)) reader.null()
  return hash
}
