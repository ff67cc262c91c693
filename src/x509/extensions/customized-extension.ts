import type { CustomizedExtension } from '../../domain/model/certificate-profile.ts'
import type { DerWriter } from '../der-writer.ts'
import { encodeObjectIdentifier } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/**
 * An extension of the caller's own: non-critical, its text as a UTF8String. That its object identifier is not one of
 * ours (`isReservedObjectIdentifier`) is for the caller to see to.
 */
export function writeCustomizedExtension(writer: DerWriter, extension: CustomizedExtension): void {
  const type = { element: encodeObjectIdentifier(extension.objectIdentifier) }
  writeExtension(writer, type, false, writeValue, extension.value)
}

const writeValue = (writer: DerWriter, value: string) => writer.utf8String(value)
