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

/** One extension as it was read; `value` is its extnValue. */
export interface ExtensionValue {
  readonly isCritical: boolean
  readonly value: Uint8Array
}

/** Extensions by object identifier in dotted form. */
export type ExtensionValues = ReadonlyMap<string, ExtensionValue>

export const noExtensions: ExtensionValues = new Map()

/**
 * Reads Extensions. What an extnValue holds is looked at only by who decodes it: private extensions often hold no DER
 * at all. Throws MalformedError, also where an extension comes twice (RFC 5280 §4.2).
 */
export function readExtensions(reader: DerReader): ExtensionValues {
  const values = new Map<string, ExtensionValue>()
  reader.sequence((list) => {
    while (!list.isAtEnd) list.sequence((extension) => readExtension(extension, values))
  })
  return values
}

function readExtension(reader: DerReader, values: Map<string, ExtensionValue>): void {
  const type = reader.objectIdentifier()
  // An explicit FALSE is no DER, but some authorities have written it into everything they issued.
  const isCritical = reader.nextIs(tags.boolean) && reader.boolean()
  if (values.has(type)) throw new MalformedError(`extension ${type} twice`)
  values.set(type, { isCritical, value: reader.octetString() })
}

/** Decodes one extension, or null where it is absent. */
export function decodeExtension<Value>(
  values: ExtensionValues,
  { dotted }: KnownObjectIdentifier,
  read: Read<Value>,
): Value | null {
  const extension = values.get(dotted)
  if (extension === undefined) return null
  const reader = new DerReader(extension.value)
  const decoded = read(reader)
  reader.end()
  return decoded
}

/** The critical extensions that are none of these, which whoever doesn't know them may not ignore (RFC 5280 §4.2). */
export const unknownCriticalExtensions = (
  values: ExtensionValues,
  known: readonly KnownObjectIdentifier[],
): string[] =>
  [...values.keys()].filter(
    (type) => values.get(type)?.isCritical && !known.some(({ dotted }) => dotted === type),
  )
