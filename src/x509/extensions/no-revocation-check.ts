import type { DerWriter } from '../der-writer.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/**
 * id-pkix-ocsp-nocheck: nobody need ask whether this responder's certificate is revoked, which would take a responder
 * again (RFC 6960 §4.2.2.2.1).
 */
export function writeNoRevocationCheck(writer: DerWriter): void {
  writeExtension(writer, extensionTypes.noRevocationCheck, false, writeNull, undefined)
}

const writeNull = (writer: DerWriter) => writer.null()
