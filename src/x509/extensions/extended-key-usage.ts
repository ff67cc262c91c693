import type { DerReader } from '../der-reader.ts'
import type { DerWriter } from '../der-writer.ts'
import { encodeObjectIdentifier, extensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/** Purposes by object identifier in dotted form; at least one (RFC 5280 §4.2.1.12). */
export interface ExtendedKeyUsages {
  readonly identifiers: readonly string[]
  readonly isCritical: boolean
}

export function writeExtendedKeyUsages(writer: DerWriter, usages: ExtendedKeyUsages): void {
  writeExtension(writer, extensionTypes.extendedKeyUsage, usages.isCritical, writeValue, usages.identifiers)
}

function writeValue(writer: DerWriter, identifiers: readonly string[]): void {
  writer.sequence((purposes) => {
    for (const identifier of identifiers) purposes.objectIdentifier(encoded(identifier))
  })
}

/** Certificates ask for the same few purposes again and again; the bound is for those who don't. */
const encodedIdentifiers = new Map<string, Uint8Array>()
const maximumEncoded = 100

function encoded(identifier: string): Uint8Array {
  const cached = encodedIdentifiers.get(identifier)
  if (cached) return cached
  const element = encodeObjectIdentifier(identifier)
  if (encodedIdentifiers.size < maximumEncoded) encodedIdentifiers.set(identifier, element)
  return element
}

export function readExtendedKeyUsages(reader: DerReader): string[] {
  return reader.sequence((purposes) => {
    const identifiers = [purposes.objectIdentifier()]
    while (!purposes.isAtEnd) identifiers.push(purposes.objectIdentifier())
    return identifiers
  })
}
