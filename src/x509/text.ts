import { tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of a string type's content, as names hold it (RFC 5280 §4.1.2.4): UTF8String, PrintableString, IA5String,
 * TeletexString taken as Latin-1 (which is what software means by it), BMPString, UniversalString.
 *
 * Throws MalformedError for other types, octets that the type can't hold, NULs and lone surrogates.
 */
export function readText(tag: number, content: Uint8Array): string {
  const text = decode(tag, content)
  if (text.includes('\0')) throw new MalformedError('text with a nul character')
  if (!text.isWellFormed()) throw new MalformedError('text with a lone surrogate')
  return text
}

/** ASCII without control characters, as the alternative names of RFC 5280 §4.2.1.6 are; else MalformedError. */
export function readVisibleAscii(content: Uint8Array): string {
  if (content.some((octet) => octet < 0x20 || octet > 0x7e))
    throw new MalformedError('text outside visible ascii')
  return latin1(content)
}

function decode(tag: number, content: Uint8Array): string {
  switch (tag) {
    case tags.utf8String:
      return decodeUtf8(content)
    case tags.printableString:
    case tags.ia5String:
      // Not narrower than ASCII: * and @ in a PrintableString are wrong, common and harmless.
      if (content.some((octet) => octet > 0x7f)) throw new MalformedError('text outside ascii')
      return latin1(content)
    case tags.teletexString:
      return latin1(content)
    case tags.bmpString:
      return wideCharacters(content, 2)
    case tags.universalString:
      return wideCharacters(content, 4)
    default:
      throw new MalformedError('no text where text belongs')
  }
}

function decodeUtf8(content: Uint8Array): string {
  try {
    return utf8.decode(content)
  } catch {
    throw new MalformedError('malformed utf-8')
  }
}

function latin1(content: Uint8Array): string {
  let text = ''
  for (const octet of content) text += String.fromCharCode(octet)
  return text
}

/** Big-endian characters of 2 octets (UTF-16) or 4 (UTF-32). */
function wideCharacters(content: Uint8Array, size: 2 | 4): string {
  if (content.length % size !== 0) throw new MalformedError('text with half a character')
  const view = new DataView(content.buffer, content.byteOffset, content.length)
  let text = ''
  for (let offset = 0; offset < content.length; offset += size) {
    const code = size === 2 ? view.getUint16(offset) : view.getUint32(offset)
    const isSurrogate = code >= 0xd800 && code <= 0xdfff
    if (code > 0x10_ffff || (isSurrogate && size === 4)) throw new MalformedError('character beyond unicode')
    text += String.fromCodePoint(code)
  }
  return text
}
