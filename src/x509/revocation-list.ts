import { type DerWriter, encodeDer } from './der-writer.ts'
import { writeExtension } from './extensions/extension.ts'
import { writeAuthorityKeyIdentifier } from './extensions/key-identifiers.ts'
import { extensionTypes } from './object-identifiers.ts'
import { inSequence, type Pieces } from './pieces.ts'
import { encodeSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** All that a revocation list says, but for its entries (RFC 5280 §5.1.2). Times in ms since the epoch. */
export interface RevocationListFields {
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly issuerNameDer: Uint8Array
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Grows with every list of an issuer; at most 20 octets (RFC 5280 §5.2.3). */
  readonly number: bigint
  readonly authorityKeyIdentifier: Uint8Array
}

/**
 * The TBSCertList of a complete version 2 list, for `assembleSignedPieces`; `entries` is what `RevocationListEntries`
 * holds. Without entries there is no list of them either (RFC 5280 §5.1.2.6). Throws MalformedError for a time it
 * can't hold.
 */
export function toBeSignedRevocationList(fields: RevocationListFields, entries: Pieces): Pieces {
  const revokedCertificates = entries.length === 0 ? [] : inSequence(entries)
  return inSequence([encodeDer(writeBeginning, fields), ...revokedCertificates, encodeDer(writeEnd, fields)])
}

function writeBeginning(writer: DerWriter, fields: RevocationListFields): void {
  writer.smallInteger(1)
  writer.raw(encodeSignatureAlgorithm(fields.signatureAlgorithm))
  writer.raw(fields.issuerNameDer)
  writer.time(fields.thisUpdate)
  writer.time(fields.nextUpdate)
}

function writeEnd(writer: DerWriter, fields: RevocationListFields): void {
  writer.explicit(0, writeListExtensions, fields)
}

function writeListExtensions(
  writer: DerWriter,
  { authorityKeyIdentifier, number }: RevocationListFields,
): void {
  writer.sequence((extensions) => {
    writeAuthorityKeyIdentifier(extensions, authorityKeyIdentifier)
    writeExtension(extensions, extensionTypes.revocationListNumber, false, writeNumber, number)
  })
}

function writeNumber(writer: DerWriter, number: bigint): void {
  const hex = number.toString(16)
  writer.integer(Uint8Array.fromHex(hex.length % 2 === 0 ? hex : `0${hex}`))
}
