import type { DistinguishedName } from '../domain/model/distinguished-name.ts'
import { DerReader } from './der-reader.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { attributeTypes } from './object-identifiers.ts'
import { readText } from './text.ts'

/** The six attributes that the API speaks of, as they stand in a Name; null for one that it lacks. */
export type NameAttributes = Readonly<Record<keyof DistinguishedName, string | null>>

/** In the order in which they are written. */
const attributes = [
  'country',
  'state',
  'locality',
  'organization',
  'organizationalUnit',
  'commonName',
] as const satisfies (keyof DistinguishedName)[]

const attributeOf = new Map(attributes.map((attribute) => [attributeTypes[attribute].dotted, attribute]))

/**
 * The DER of a Name: C, ST, L, O, OU, CN, each in an RDN of its own, absent ones left out. The country is a
 * PrintableString as given, all others are UTF8Strings (RFC 5280 §4.1.2.4).
 */
export const encodeName = (name: DistinguishedName): Uint8Array => encodeDer(writeName, name)

function writeName(writer: DerWriter, name: DistinguishedName): void {
  writer.sequence((names) => {
    for (const attribute of attributes) {
      const value = name[attribute]
      if (value !== null) names.set((relative) => writeAttribute(relative, attribute, value))
    }
  })
}

function writeAttribute(writer: DerWriter, attribute: keyof DistinguishedName, value: string): void {
  writer.sequence((pair) => {
    pair.objectIdentifier(attributeTypes[attribute].element)
    if (attribute === 'country') pair.printableString(value)
    else pair.utf8String(value)
  })
}

/**
 * The first of each of the six attributes in a Name's DER. RDNs of several attributes and attributes of other types
 * may stand anywhere and hold anything well-formed. Throws MalformedError.
 */
export function readName(der: Uint8Array): NameAttributes {
  const found = new Map<keyof DistinguishedName, string>()
  const reader = new DerReader(der)
  reader.sequence((names) => {
    while (!names.isAtEnd) names.set((relative) => readRelativeName(relative, found))
  })
  reader.end()
  return {
    country: found.get('country') ?? null,
    state: found.get('state') ?? null,
    locality: found.get('locality') ?? null,
    organization: found.get('organization') ?? null,
    organizationalUnit: found.get('organizationalUnit') ?? null,
    commonName: found.get('commonName') ?? null,
  }
}

/** A RelativeDistinguishedName has at least one attribute. */
function readRelativeName(reader: DerReader, found: Map<keyof DistinguishedName, string>): void {
  do reader.sequence((pair) => readAttribute(pair, found))
  while (!reader.isAtEnd)
}

function readAttribute(reader: DerReader, found: Map<keyof DistinguishedName, string>): void {
  const attribute = attributeOf.get(reader.objectIdentifier())
  const { tag, content } = reader.any()
  if (attribute === undefined) return
  const value = readText(tag, content)
  if (!found.has(attribute)) found.set(attribute, value)
}
