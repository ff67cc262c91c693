import { type RevocationReason, revocationReasons } from '../domain/model/revocation.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { writeExtension } from './extensions/extension.ts'
import { writeAuthorityKeyIdentifier } from './extensions/key-identifiers.ts'
import { extensionTypes } from './object-identifiers.ts'
import type { RevocationListEntry } from './revocation-list-entry.ts'
import { writeReasonCode } from './revocation-reason.ts'
import { encodeSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** All that a revocation list says (RFC 5280 §5.1.2). Times in ms since the epoch. */
export interface RevocationListFields {
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly issuerNameDer: Uint8Array
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Grows with every list of an issuer; at most 20 octets (RFC 5280 §5.2.3). */
  readonly number: bigint
  readonly authorityKeyIdentifier: Uint8Array
  /** Taken one at a time; what `encodeRevocationListEntry` made before is copied. */
  readonly entries: Iterable<RevocationListEntry | Uint8Array>
}

/** The TBSCertList of a complete version 2 list, for `assembleSigned`. Throws MalformedError for a time it can't hold. */
export const encodeToBeSignedRevocationList = (fields: RevocationListFields): Uint8Array =>
  encodeDer(writeToBeSigned, fields)

/** The DER of one entry of revokedCertificates (RFC 5280 §5.1.2.6). */
export const encodeRevocationListEntry = (entry: RevocationListEntry): Uint8Array =>
  encodeDer(writeEntry, entry)

function writeToBeSigned(writer: DerWriter, fields: RevocationListFields): void {
  writer.sequence((list) => {
    list.smallInteger(1)
    list.raw(encodeSignatureAlgorithm(fields.signatureAlgorithm))
    list.raw(fields.issuerNameDer)
    list.time(fields.thisUpdate)
    list.time(fields.nextUpdate)
    writeEntries(list, fields.entries)
    list.explicit(0, writeListExtensions, fields)
  })
}

/** Without entries there is no list of them either (RFC 5280 §5.1.2.6). */
function writeEntries(writer: DerWriter, entries: Iterable<RevocationListEntry | Uint8Array>): void {
  const remaining = Iterator.from(entries)
  const first = remaining.next()
  if (first.done) return
  writer.sequence((list) => {
    writeEntry(list, first.value)
    for (const entry of remaining) writeEntry(list, entry)
  })
}

function writeEntry(writer: DerWriter, entry: RevocationListEntry | Uint8Array): void {
  if (entry instanceof Uint8Array) writer.raw(entry)
  else writer.sequence(writeEntryFields, entry)
}

function writeEntryFields(writer: DerWriter, { serialNumber, revokedAt, reason }: RevocationListEntry): void {
  writer.integer(serialNumber)
  writer.time(revokedAt)
  writer.raw(reasonExtensions[reason])
}

/** A whole crlEntryExtensions for each reason; UNSPECIFIED is said by saying nothing (RFC 5280 §5.3.1). */
const reasonExtensions = Object.fromEntries(
  Object.entries(revocationReasons).map(([reason, code]) => [
    reason,
    code === revocationReasons.UNSPECIFIED ? new Uint8Array() : encodeDer(writeReason, code),
  ]),
) as Record<RevocationReason, Uint8Array>

function writeReason(writer: DerWriter, code: number): void {
  writer.sequence((extensions) =>
    writeExtension(extensions, extensionTypes.reasonCode, false, writeReasonCode, code),
  )
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
