import type { AlternativeName } from '../../domain/model/alternative-name.ts'
import type { DerReader } from '../der-reader.ts'
import { constructedContext, primitiveContext } from '../der-tags.ts'
import type { DerWriter } from '../der-writer.ts'
import { ipAddressText } from '../ip-address-text.ts'
import { MalformedError } from '../malformed.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { readVisibleAscii } from '../text.ts'
import { writeExtension } from './extension.ts'

/** The tags of GeneralName (RFC 5280 §4.2.1.6). */
const nameTags = {
  EMAIL: primitiveContext(1),
  DNS: primitiveContext(2),
  URI: primitiveContext(6),
  IP: primitiveContext(7),
}

/** otherName, x400Address, directoryName, ediPartyName, registeredID. */
const unsupportedTags: readonly number[] = [0, 3, 4, 5].map(constructedContext).concat(primitiveContext(8))

/** Non-critical; left out where there is none. */
export function writeAlternativeNames(writer: DerWriter, names: readonly AlternativeName[]): void {
  if (names.length > 0)
    writeExtension(writer, extensionTypes.subjectAlternativeName, false, writeValue, names)
}

function writeValue(writer: DerWriter, names: readonly AlternativeName[]): void {
  writer.sequence((list) => {
    for (const name of names) {
      if (name.type === 'IP') list.octetString(name.octets, nameTags.IP)
      else list.ia5String(name.value, nameTags[name.type])
    }
  })
}

/** A GeneralName that is a URI, as other extensions hold it, too. */
export const writeUri = (writer: DerWriter, uri: string): void => writer.ia5String(uri, nameTags.URI)

/** What a subject alternative name extension holds; `unsupported` counts the names of kinds that we don't issue. */
export interface AlternativeNames {
  readonly names: readonly AlternativeName[]
  readonly unsupported: number
}

export const noAlternativeNames: AlternativeNames = { names: [], unsupported: 0 }

/** Reads GeneralNames of at least one and at most `maximum` names. */
export function readAlternativeNames(reader: DerReader, maximum: number): AlternativeNames {
  return reader.sequence((list) => {
    const names: AlternativeName[] = []
    let unsupported = 0
    do {
      if (names.length + unsupported === maximum)
        throw new MalformedError(`more than ${maximum} alternative names`)
      const name = readGeneralName(list)
      if (name) names.push(name)
      else unsupported++
    } while (!list.isAtEnd)
    return { names, unsupported }
  })
}

function readGeneralName(reader: DerReader): AlternativeName | undefined {
  const { tag, content } = reader.any()
  switch (tag) {
    case nameTags.DNS:
      return { type: 'DNS', value: readVisibleAscii(content) }
    case nameTags.EMAIL:
      return { type: 'EMAIL', value: readVisibleAscii(content) }
    case nameTags.URI:
      return { type: 'URI', value: readVisibleAscii(content) }
    case nameTags.IP:
      return readAddress(content)
    default:
      if (!unsupportedTags.includes(tag)) throw new MalformedError('unknown kind of alternative name')
      return undefined
  }
}

function readAddress(content: Uint8Array): AlternativeName {
  if (content.length !== 4 && content.length !== 16)
    throw new MalformedError('address of neither 4 nor 16 octets')
  const octets = [...content]
  return { type: 'IP', value: ipAddressText(octets), octets }
}
