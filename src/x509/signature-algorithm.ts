import type { KeyFamily } from '../domain/model/key-algorithm.ts'
import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { encodeDer } from './der-writer.ts'
import { MalformedError } from './malformed.ts'
import { encodeObjectIdentifier } from './object-identifiers.ts'

/** How something is signed: RSA is PKCS #1 v1.5, EC is ECDSA; `hash` is MD5, SHA1, SHA224, SHA256, SHA384, SHA512. */
export interface SignatureAlgorithm {
  readonly family: KeyFamily
  readonly hash: string
}

/** Broken and outdated ones are known by name, so that they can be refused by name. */
const identifiers: readonly (SignatureAlgorithm & { readonly dotted: string })[] = [
  { family: 'RSA', hash: 'MD5', dotted: '1.2.840.113549.1.1.4' },
  { family: 'RSA', hash: 'SHA1', dotted: '1.2.840.113549.1.1.5' },
  { family: 'RSA', hash: 'SHA224', dotted: '1.2.840.113549.1.1.14' },
  { family: 'RSA', hash: 'SHA256', dotted: '1.2.840.113549.1.1.11' },
  { family: 'RSA', hash: 'SHA384', dotted: '1.2.840.113549.1.1.12' },
  { family: 'RSA', hash: 'SHA512', dotted: '1.2.840.113549.1.1.13' },
  { family: 'EC', hash: 'SHA1', dotted: '1.2.840.10045.4.1' },
  { family: 'EC', hash: 'SHA224', dotted: '1.2.840.10045.4.3.1' },
  { family: 'EC', hash: 'SHA256', dotted: '1.2.840.10045.4.3.2' },
  { family: 'EC', hash: 'SHA384', dotted: '1.2.840.10045.4.3.3' },
  { family: 'EC', hash: 'SHA512', dotted: '1.2.840.10045.4.3.4' },
]

const writable: readonly string[] = ['SHA256', 'SHA384', 'SHA512']
const byIdentifier = new Map(identifiers.map(({ dotted, family, hash }) => [dotted, { family, hash }]))

/** Encoded once, because every certificate has it twice. */
const encoded = {
  RSA: new Map(identifiers.filter(isWritable('RSA')).map((algorithm) => [algorithm.hash, encode(algorithm)])),
  EC: new Map(identifiers.filter(isWritable('EC')).map((algorithm) => [algorithm.hash, encode(algorithm)])),
}

function isWritable(family: KeyFamily) {
  return (algorithm: SignatureAlgorithm) => algorithm.family === family && writable.includes(algorithm.hash)
}

/** RSA has NULL parameters (RFC 4055 §5), ECDSA has none (RFC 5758 §3.2). */
function encode({ family, dotted }: { readonly family: KeyFamily; readonly dotted: string }): Uint8Array {
  return encodeDer((writer) => {
    writer.sequence((algorithm) => {
      algorithm.objectIdentifier(encodeObjectIdentifier(dotted))
      if (family === 'RSA') algorithm.null()
    })
  })
}

/**
 * The AlgorithmIdentifier of a signature with SHA256, SHA384 or SHA512, as a shared constant that nobody may change.
 * Throws MalformedError for any other hash.
 */
export function encodeSignatureAlgorithm({ family, hash }: SignatureAlgorithm): Uint8Array {
  const element = encoded[family].get(hash)
  if (!element) throw new MalformedError('unknown signature algorithm')
  return element
}

/**
 * Reads an AlgorithmIdentifier. Throws MalformedError, `unknown signature algorithm` for one that is none of RSA
 * PKCS #1 v1.5 and ECDSA.
 */
export function readSignatureAlgorithm(der: Uint8Array): SignatureAlgorithm {
  const reader = new DerReader(der)
  const found = reader.sequence((identifier) => {
    const algorithm = byIdentifier.get(identifier.objectIdentifier())
    if (!algorithm) throw new MalformedError('unknown signature algorithm')
    // RFC 4055 §5 has receivers accept RSA without the NULL, too.
    if (algorithm.family === 'RSA' && identifier.nextIs(tags.null)) identifier.null()
    return algorithm
  })
  reader.end()
  return found
}
