import { type DerLimits, DerReader } from './der-reader.ts'
import { constructedContext, tags } from './der-tags.ts'
import { decodeExtension, readExtensions } from './extensions/extension.ts'
import { readAuthorityKeyIdentifier } from './extensions/key-identifiers.ts'
import { MalformedError } from './malformed.ts'
import { extensionTypes } from './object-identifiers.ts'

/** Room for lists of millions; what they list is stepped over. */
const limits: DerLimits = { maximumLength: 1_073_741_824, maximumDepth: 16, maximumElements: 10_000 }

/** Number and dates of a list in DER, without a look at its entries; undefined for what is no such list. */
export interface RevocationListHead {
  readonly issuerNameDer: Uint8Array
  readonly authorityKeyIdentifier: Uint8Array | null
  readonly number: number
  readonly thisUpdate: number
  readonly nextUpdate: number
}

export function readRevocationListHead(der: Uint8Array): RevocationListHead | undefined {
  try {
    const reader = new DerReader(der, limits)
    return reader.sequence((list) => {
      const head = list.sequence(readToBeSigned)
      while (!list.isAtEnd) list.raw(list.nextIs(tags.sequence) ? tags.sequence : tags.bitString)
      return head
    })
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

/** RFC 5280 §5.1.2; ours always have a next update and a number within 53 bits. */
function readToBeSigned(list: DerReader): RevocationListHead {
  list.smallInteger()
  list.raw(tags.sequence)
  const issuerNameDer = list.raw(tags.sequence)
  const thisUpdate = list.time()
  const nextUpdate = list.time()
  if (list.nextIs(tags.sequence)) list.raw(tags.sequence)
  if (!list.nextIs(constructedContext(0))) throw new MalformedError('a list without number')
  const extensions = list.explicit(0, readExtensions)
  const octets = decodeExtension(extensions, extensionTypes.revocationListNumber, (value) => value.integer())
  if (!octets) throw new MalformedError('a list without number')
  const { authorityKeyIdentifier: keyType } = extensionTypes
  return {
    issuerNameDer,
    authorityKeyIdentifier: decodeExtension(extensions, keyType, readAuthorityKeyIdentifier),
    thisUpdate,
    nextUpdate,
    number: octets.reduce((sum, octet) => sum * 256 + octet, 0),
  }
}
