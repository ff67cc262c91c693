import type { RelativeName } from '../domain/model/name-constraints.ts'
import { DerReader } from './der-reader.ts'
import { MalformedError } from './malformed.ts'
import { readText } from './text.ts'

/**
 * The RDNs of a Name's DER in a form that can be compared: without case and doubled spaces, whatever string type they
 * are in (RFC 5280 §7.1). Throws MalformedError.
 */
export function readRelativeNames(der: Uint8Array): RelativeName[] {
  const reader = new DerReader(der)
  const names = readNames(reader)
  reader.end()
  return names
}

/** The same where a Name stands within something else. */
export const readNames = (reader: DerReader): RelativeName[] =>
  reader.sequence((list) => {
    const names: RelativeName[] = []
    while (!list.isAtEnd) names.push(list.set(readAttributes).sort())
    return names
  })

function readAttributes(reader: DerReader): string[] {
  const attributes: string[] = []
  do attributes.push(reader.sequence(readAttribute))
  while (!reader.isAtEnd)
  return attributes
}

function readAttribute(pair: DerReader): string {
  const type = pair.objectIdentifier()
  const { tag, element, content } = pair.any()
  return `${type}=${comparable(tag, element, content)}`
}

/** Text folded; what is no text, or is broken, only equals its own octets. */
function comparable(tag: number, element: Uint8Array, content: Uint8Array): string {
  try {
    return readText(tag, content).normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
  } catch (error) {
    if (error instanceof MalformedError) return `#${element.toHex()}`
    throw error
  }
}
