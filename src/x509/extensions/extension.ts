import { DerReader, type Read } from '../der-reader.ts'
import { tags } from '../der-tags.ts'
import type { DerWriter, Write } from '../der-writer.ts'
import { MalformedError } from '../malformed.ts'
import type { KnownObjectIdentifier } from '../object-identifiers.ts'

type Type = Pick<KnownObjectIdentifier, 'element'>

/** Writes an Extension whose extnValue holds what `write` writes (RFC 5280 §4.1). */
export function writeExtension<Value>(
  writer: DerWriter,
  type: Type,
  isCritical: boolean,
  write: Write<Value>,
  value: Value,
): void {
  writer.sequence((extension) => {
    extension.objectIdentifier(type.element)
    if (isCritical) extension.boolean(true)
    extension.wrapped(write, value)
  })
}

/** The extnValue of each extension, by object identifier in dotted form. */
export type ExtensionValues = ReadonlyMap<string, Uint8Array>

export const noExtensions: ExtensionValues = new Map()

/**
 * Reads Extensions. What an extnValue holds is looked at only by who decodes it: private extensions often hold no DER
 * at all. Throws MalformedError, also where an extension comes twice (RFC 5280 §4.2).
 */
export function readExtensions(reader: DerReader): ExtensionValues {
  const values = new Map<string, Uint8Array>()
  reader.sequence((list) => {
    while (!list.isAtEnd) list.sequence((extension) => readExtension(extension, values))
  })
  return values
}

function readExtension(reader: DerReader, values: Map<string, Uint8Array>): void {
  const type = reader.objectIdentifier()
  // An explicit FALSE is no DER, but some authorities have written it into everything they issued.
  if (reader.nextIs(tags.boolean)) reader.boolean()
  if (values.has(type)) throw new MalformedError(`extension ${type} twice`)
  values.set(type, reader.octetString())
}

/** Decodes one extension, or null where it is absent. */
export function decodeExtension<Value>(
  values: ExtensionValues,
  { dotted }: KnownObjectIdentifier,
  read: Read<Value>,
): Value | null {
  const value = values.get(dotted)
  if (value === undefined) return null
  const reader = new DerReader(value)
  const decoded = read(reader)
  reader.end()
  return decoded
}
