import { derFromBer } from '../../x509/ber.ts'
import { DerReader } from '../../x509/der-reader.ts'
import { constructedContext, primitiveContext, tags } from '../../x509/der-tags.ts'
import { MalformedError } from '../../x509/malformed.ts'
import { unknownAlgorithm } from '../key-store/refusals.ts'
import { contentTypes } from './object-identifiers.ts'

/** A PKCS #12 file (RFC 7292 §4), with nothing of it opened yet. */
export interface Pfx {
  /** What the MAC is over, and holds the safes. */
  readonly authenticatedSafe: Uint8Array
  readonly mac: PfxMac | null
}

/** MacData; salt and iterations count for nothing where PBMAC1 has its own (RFC 9579 §4). */
export interface PfxMac {
  readonly algorithmDer: Uint8Array
  readonly value: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
}

export interface EncryptedSafe {
  readonly kind: 'encrypted'
  readonly algorithmDer: Uint8Array
  readonly octets: Uint8Array
}

/** Bags, in the clear or encrypted. */
type Safe = { readonly kind: 'data'; readonly octets: Uint8Array } | EncryptedSafe

const version = 3

/** Throws MalformedError, and `imported-certificate-invalid` for a file that is signed instead of having a MAC. */
export function readPfx(octets: Uint8Array): Pfx {
  return reading(octets, (reader) =>
    reader.sequence((pfx) => {
      if (pfx.smallInteger() !== version) throw new MalformedError('not of version 3')
      const safe = pfx.sequence(readContent)
      if (safe.kind !== 'data') throw new MalformedError('encrypted as a whole')
      return { authenticatedSafe: safe.octets, mac: pfx.isAtEnd ? null : pfx.sequence(readMac) }
    }),
  )
}

/** AuthenticatedSafe. Throws MalformedError, and `imported-certificate-invalid` for encryption by public keys. */
export const readSafes = (authenticatedSafe: Uint8Array): Safe[] =>
  reading(authenticatedSafe, (reader) =>
    reader.sequence((safes) => readAll(safes, () => safes.sequence(readContent))),
  )

/** Reads BER to its end. */
export function reading<Value>(octets: Uint8Array, read: (reader: DerReader) => Value): Value {
  const reader = new DerReader(derFromBer(octets))
  const value = read(reader)
  reader.end()
  return value
}

/** Whatever is inside, one after the other. */
export function readAll<Value>(reader: DerReader, readOne: () => Value): Value[] {
  const values: Value[] = []
  while (!reader.isAtEnd) values.push(readOne())
  return values
}

/** ContentInfo (RFC 5652 §3). */
function readContent(info: DerReader): Safe {
  const type = info.objectIdentifier()
  if (type === contentTypes.data.dotted) {
    return { kind: 'data', octets: info.explicit(0, (content) => content.octetString()) }
  }
  if (type === contentTypes.encryptedData.dotted) {
    return info.explicit(0, (content) => content.sequence(readEncryptedData))
  }
  throw unknownAlgorithm(type)
}

/** EncryptedData (RFC 5652 §8), of version 0. */
function readEncryptedData(data: DerReader): Safe {
  data.smallInteger()
  const safe = data.sequence((info) => {
    if (info.objectIdentifier() !== contentTypes.data.dotted)
      throw new MalformedError('encrypted, but no data')
    return { kind: 'encrypted', algorithmDer: info.raw(tags.sequence), octets: readEncrypted(info) } as const
  })
  while (!data.isAtEnd) data.any()
  return safe
}

/** `[0] IMPLICIT OCTET STRING`, which may be in pieces. */
function readEncrypted(info: DerReader): Uint8Array {
  if (!info.nextIs(constructedContext(0))) return info.content(primitiveContext(0))
  return info.explicit(0, (content) => Buffer.concat(readAll(content, () => content.octetString())))
}

function readMac(data: DerReader): PfxMac {
  const [algorithmDer, value] = data.sequence(
    (info) => [info.raw(tags.sequence), info.octetString()] as const,
  )
  const salt = data.octetString()
  return { algorithmDer, value, salt, iterations: data.isAtEnd ? 1 : data.smallInteger() }
}
