import type { DerReader } from '../der-reader.ts'
import { primitiveContext } from '../der-tags.ts'
import type { DerWriter } from '../der-writer.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

const keyIdentifierTag = primitiveContext(0)

/** Which key this certificate is for (RFC 5280 §4.2.1.2). */
export function writeSubjectKeyIdentifier(writer: DerWriter, identifier: Uint8Array): void {
  writeExtension(writer, extensionTypes.subjectKeyIdentifier, false, writeSubjectValue, identifier)
}

const writeSubjectValue = (writer: DerWriter, identifier: Uint8Array) => writer.octetString(identifier)

export const readSubjectKeyIdentifier = (reader: DerReader): Uint8Array => reader.octetString()

/** Which key signed: the keyIdentifier alone, never issuer and serial number (RFC 5280 §4.2.1.1). */
export function writeAuthorityKeyIdentifier(writer: DerWriter, identifier: Uint8Array): void {
  writeExtension(writer, extensionTypes.authorityKeyIdentifier, false, writeAuthorityValue, identifier)
}

function writeAuthorityValue(writer: DerWriter, identifier: Uint8Array): void {
  writer.sequence((fields) => fields.octetString(identifier, keyIdentifierTag))
}

/** The keyIdentifier, or null where the extension names the key by issuer and serial number only. */
export function readAuthorityKeyIdentifier(reader: DerReader): Uint8Array | null {
  return reader.sequence((fields) => {
    const identifier = fields.nextIs(keyIdentifierTag) ? fields.content(keyIdentifierTag) : null
    while (!fields.isAtEnd) fields.any()
    return identifier
  })
}
