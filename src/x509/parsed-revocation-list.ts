import { type DerLimits, DerReader, defaultLimits } from './der-reader.ts'
import { tags } from './der-tags.ts'
import {
  decodeExtension,
  type ExtensionValues,
  noExtensions,
  readExtensions,
} from './extensions/extension.ts'
import { readAuthorityKeyIdentifier } from './extensions/key-identifiers.ts'
import { MalformedError } from './malformed.ts'
import { readName } from './name.ts'
import { extensionTypes } from './object-identifiers.ts'
import type { RevocationListEntry } from './revocation-list-entry.ts'
import { readReason } from './revocation-reason.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'
import { readRepeatedAlgorithm, readSigned, type SignedParts } from './signed.ts'

/** What a revocation list says; its signature is not verified. Octets are views of the input. */
export interface ParsedRevocationList {
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly issuerNameDer: Uint8Array
  /** Ms since the epoch. */
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly entries: readonly RevocationListEntry[]
  readonly number: bigint | null
  readonly authorityKeyIdentifier: Uint8Array | null
  /** The TBSCertList, which `signature` is over. */
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Reads a revocation list (RFC 5280 §5.1). An entry takes up to 8 elements, so the default limits hold for about 1,000;
 * for longer ones pass others. Throws MalformedError, also for reasons that only delta lists have.
 */
export function readRevocationList(der: Uint8Array, limits: DerLimits = defaultLimits): ParsedRevocationList {
  const signed = readSigned(der, limits)
  const { signedDer, signatureAlgorithm, signature } = signed
  const reader = new DerReader(signedDer, limits)
  const fields = reader.sequence((list) => readFields(list, signed))
  reader.end()
  return { ...fields, signatureAlgorithm, signedDer, signature }
}

function readFields(reader: DerReader, signed: SignedParts) {
  const isVersion2 = reader.nextIs(tags.integer)
  if (isVersion2 && reader.smallInteger() !== 1) throw new MalformedError('unknown version')
  readRepeatedAlgorithm(reader, signed)
  const issuerNameDer = reader.raw(tags.sequence)
  const thisUpdate = reader.time()
  const nextUpdate = isTime(reader) ? reader.time() : null
  const entries = reader.nextIs(tags.sequence) ? reader.sequence(readEntries) : []
  const extensions = !isVersion2 || reader.isAtEnd ? noExtensions : reader.explicit(0, readExtensions)
  // The issuer is read only to know that it is well-formed.
  readName(issuerNameDer)
  return { issuerNameDer, thisUpdate, nextUpdate, entries, ...decodeExtensions(extensions) }
}

const isTime = (reader: DerReader) => reader.nextIs(tags.utcTime) || reader.nextIs(tags.generalizedTime)

function decodeExtensions(values: ExtensionValues) {
  const number = decodeExtension(values, extensionTypes.revocationListNumber, (reader) => reader.integer())
  return {
    number: number && BigInt(`0x${number.toHex()}`),
    authorityKeyIdentifier: decodeExtension(
      values,
      extensionTypes.authorityKeyIdentifier,
      readAuthorityKeyIdentifier,
    ),
  }
}

function readEntries(reader: DerReader): RevocationListEntry[] {
  const entries: RevocationListEntry[] = []
  while (!reader.isAtEnd) entries.push(reader.sequence(readEntry))
  return entries
}

function readEntry(reader: DerReader): RevocationListEntry {
  const serialNumber = reader.integer()
  const revokedAt = reader.time()
  const extensions = reader.isAtEnd ? noExtensions : readExtensions(reader)
  const reason = decodeExtension(extensions, extensionTypes.reasonCode, readReason)
  return { serialNumber, revokedAt, reason: reason ?? 'UNSPECIFIED' }
}
