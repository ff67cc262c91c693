import { DerReader } from '../../x509/der-reader.ts'
import { tags } from '../../x509/der-tags.ts'
import { MalformedError } from '../../x509/malformed.ts'
import { decodeWideCharacters } from '../wide-characters.ts'
import { bagAttributes, bagTypes } from './object-identifiers.ts'
import { readAll, reading } from './read-pfx.ts'

/** What bags say of themselves beside what they hold. */
interface BagNames {
  readonly friendlyName: string | null
  /** In hexadecimal; the same for a key and its certificate. */
  readonly localKeyId: string | null
}

/** A key, as PKCS #8 or encrypted. */
export interface KeyBag extends BagNames {
  readonly kind: 'key' | 'shrouded-key'
  readonly der: Uint8Array
}

export interface CertificateBag extends BagNames {
  readonly kind: 'certificate'
  readonly der: Uint8Array
}

/** Of a store, in all of its safes. */
export const mostBags = 500
const deepest = 4

/**
 * The keys and certificates of a SafeContents (RFC 7292 §4.2), of safes inside it, too; revocation lists and secrets of
 * other kinds are left out. Throws MalformedError.
 */
export function readBags(safeContents: Uint8Array): (KeyBag | CertificateBag)[] {
  const bags = reading(safeContents, (reader) => readContents(reader, 0))
  if (bags.length > mostBags) throw new MalformedError(`more than ${mostBags} bags`)
  return bags
}

function readContents(reader: DerReader, depth: number): (KeyBag | CertificateBag)[] {
  if (depth > deepest) throw new MalformedError('nested too deeply')
  return reader.sequence((bags) => readAll(bags, () => bags.sequence((bag) => readBag(bag, depth))).flat())
}

function readBag(bag: DerReader, depth: number): (KeyBag | CertificateBag)[] {
  const type = bag.objectIdentifier()
  const value = bag.raw(valueTag)
  const names = bag.isAtEnd ? noNames : bag.set(readNames)
  return new DerReader(value).explicit(0, (inside) => readValue(type, inside, names, depth))
}

/** `[0] EXPLICIT`, left for another reader: names stand behind it. */
const valueTag = 0xa0

function readValue(
  type: string,
  inside: DerReader,
  names: BagNames,
  depth: number,
): (KeyBag | CertificateBag)[] {
  if (type === bagTypes.safeContents.dotted) return readContents(inside, depth + 1)
  const { tag, element } = inside.any()
  if (type === bagTypes.certificate.dotted) return readCertificate(element, names)
  if (type !== bagTypes.key.dotted && type !== bagTypes.shroudedKey.dotted) return []
  if (tag !== tags.sequence) throw new MalformedError('a key that is none')
  return [{ kind: type === bagTypes.key.dotted ? 'key' : 'shrouded-key', der: element, ...names }]
}

function readCertificate(element: Uint8Array, names: BagNames): CertificateBag[] {
  return new DerReader(element).sequence((bag) => {
    const type = bag.objectIdentifier()
    const der = bag.explicit(0, (value) => value.any().content)
    return type === bagTypes.x509Certificate.dotted ? [{ kind: 'certificate', der, ...names }] : []
  })
}

const noNames: BagNames = { friendlyName: null, localKeyId: null }

/** Attributes of other kinds, and values of other types, tell nothing. */
function readNames(attributes: DerReader): BagNames {
  const found = new Map<string, { readonly tag: number; readonly content: Uint8Array }>()
  while (!attributes.isAtEnd) {
    attributes.sequence((attribute) => {
      const type = attribute.objectIdentifier()
      const [value] = attribute.set((values) => readAll(values, () => values.any()))
      if (value) found.set(type, value)
    })
  }
  const name = found.get(bagAttributes.friendlyName.dotted)
  const id = found.get(bagAttributes.localKeyId.dotted)
  return {
    friendlyName: name?.tag === tags.bmpString ? decodeWideCharacters(name.content) : null,
    localKeyId: id?.tag === tags.octetString ? id.content.toHex() : null,
  }
}
