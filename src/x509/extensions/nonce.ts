import type { DerReader } from '../der-reader.ts'
import type { DerWriter } from '../der-writer.ts'
import { ocspExtensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/** Ties a response to its request (RFC 6960 §4.4.1, RFC 9654 §2.1): an OCTET STRING inside the one of the extension. */
export function writeNonce(writer: DerWriter, nonce: Uint8Array): void {
  writeExtension(writer, ocspExtensionTypes.nonce, false, writeValue, nonce)
}

const writeValue = (writer: DerWriter, nonce: Uint8Array) => writer.octetString(nonce)

export const readNonce = (reader: DerReader): Uint8Array => reader.octetString()
