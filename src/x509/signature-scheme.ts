import type { SignatureScheme } from '../domain/model/signature-scheme.ts'
import { DerReader } from './der-reader.ts'
import { constructedContext, tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'
import { readSignatureAlgorithm } from './signature-algorithm.ts'

const pss = '1.2.840.113549.1.1.10'
const maskGeneration1 = '1.2.840.113549.1.1.8'

const others: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  ['1.3.101.112', { kind: 'Ed25519' }],
  ['1.3.101.113', { kind: 'Ed448' }],
  ['1.2.156.10197.1.501', { kind: 'SM2' }],
])

const hashes: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'SHA1'],
  ['2.16.840.1.101.3.4.2.4', 'SHA224'],
  ['2.16.840.1.101.3.4.2.1', 'SHA256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA512'],
])

/** Reads the AlgorithmIdentifier of whatever signature; one that we don't know is `other`. Throws MalformedError. */
export function readSignatureScheme(der: Uint8Array): SignatureScheme {
  const reader = new DerReader(der)
  const found = reader.sequence((identifier) => {
    const dotted = identifier.objectIdentifier()
    if (dotted === pss) return identifier.sequence(readPssParameters)
    while (!identifier.isAtEnd) identifier.any()
    return others.get(dotted) ?? dotted
  })
  reader.end()
  return typeof found === 'string' ? readUsual(der, found) : found
}

function readUsual(der: Uint8Array, dotted: string): SignatureScheme {
  try {
    const { family, hash } = readSignatureAlgorithm(der)
    return { kind: family, hash }
  } catch (error) {
    if (error instanceof MalformedError) return { kind: 'other', dotted }
    throw error
  }
}

/** RSASSA-PSS-params (RFC 4055 §3.1): each field is left out where it has its default. */
function readPssParameters(reader: DerReader): SignatureScheme {
  const hash = reader.nextIs(constructedContext(0)) ? reader.explicit(0, readHash) : 'SHA1'
  const mask = reader.nextIs(constructedContext(1)) ? reader.explicit(1, readMask) : 'SHA1'
  const saltOctets = reader.nextIs(constructedContext(2))
    ? reader.explicit(2, (field) => field.smallInteger())
    : 20
  const trailer = reader.nextIs(constructedContext(3))
    ? reader.explicit(3, (field) => field.smallInteger())
    : 1
  return mask === hash && trailer === 1
    ? { kind: 'RSA-PSS', hash, saltOctets }
    : { kind: 'other', dotted: pss }
}

/** By its object identifier where we don't know it. */
function readHash(reader: DerReader): string {
  return reader.sequence((identifier) => {
    const dotted = identifier.objectIdentifier()
    if (identifier.nextIs(tags.null)) identifier.null()
    return hashes.get(dotted) ?? dotted
  })
}

function readMask(reader: DerReader): string {
  return reader.sequence((identifier) => {
    const dotted = identifier.objectIdentifier()
    if (dotted === maskGeneration1) return readHash(identifier)
    while (!identifier.isAtEnd) identifier.any()
    return dotted
  })
}
