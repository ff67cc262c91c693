import { encodeName } from '../../src/x509/name.ts'
import { encodeObjectIdentifier } from '../../src/x509/object-identifiers.ts'
import { element, hex } from './der.ts'
import { sampleKeys } from './samples.ts'

/** Structures put together by hand, so that they can hold what the engine would never write. Signatures are void. */

const algorithm = element(0x30, encodeObjectIdentifier('1.2.840.10045.4.3.2'))
const name = encodeName({
  country: null,
  state: null,
  locality: null,
  organization: null,
  organizationalUnit: null,
  commonName: 'crafted',
})
const signature = element(3, [0], element(0x30, hex('020101020101')))
const publicKey = () => sampleKeys()[1]?.publicKeyDer ?? new Uint8Array()

export const extension = (
  dotted: string,
  value: Uint8Array,
  critical: Uint8Array = new Uint8Array(),
): Uint8Array => element(0x30, encodeObjectIdentifier(dotted), critical, element(4, value))

export interface CraftedCertificate {
  readonly version?: Uint8Array
  readonly serialNumber?: Uint8Array
  readonly innerAlgorithm?: Uint8Array
  readonly issuer?: Uint8Array
  readonly validity?: Uint8Array
  readonly uniqueIdentifiers?: Uint8Array
  readonly extensions?: readonly Uint8Array[]
  readonly end?: Uint8Array
}

export function craftedCertificate(parts: CraftedCertificate = {}): Uint8Array {
  const extensions = parts.extensions ? element(0xa3, element(0x30, ...parts.extensions)) : []
  const toBeSigned = element(
    0x30,
    parts.version ?? hex('a003020102'),
    parts.serialNumber ?? hex('020101'),
    parts.innerAlgorithm ?? algorithm,
    parts.issuer ?? name,
    parts.validity ?? element(0x30, element(0x17, '250101000000Z'), element(0x17, '260101000000Z')),
    name,
    publicKey(),
    parts.uniqueIdentifiers ?? [],
    extensions,
    parts.end ?? [],
  )
  return element(0x30, toBeSigned, algorithm, signature)
}

export interface CraftedRequest {
  readonly version?: Uint8Array
  readonly attributes?: Uint8Array
  readonly signature?: Uint8Array
}

export function craftedRequest(parts: CraftedRequest = {}): Uint8Array {
  const version = parts.version ?? hex('020100')
  const information = element(0x30, version, name, publicKey(), parts.attributes ?? hex('a000'))
  return element(0x30, information, algorithm, parts.signature ?? signature)
}

export const requestFor = (...extensions: readonly Uint8Array[]): Uint8Array =>
  craftedRequest({ attributes: element(0xa0, extensionRequest(...extensions)) })

export const attribute = (dotted: string, ...values: readonly Uint8Array[]): Uint8Array =>
  element(0x30, encodeObjectIdentifier(dotted), element(0x31, ...values))

export const extensionRequest = (...extensions: readonly Uint8Array[]): Uint8Array =>
  attribute('1.2.840.113549.1.9.14', element(0x30, ...extensions))

export interface CraftedRevocationList {
  readonly version?: Uint8Array
  readonly nextUpdate?: Uint8Array
  readonly entries?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
}

export function craftedRevocationList(parts: CraftedRevocationList = {}): Uint8Array {
  const list = element(
    0x30,
    parts.version ?? hex('020101'),
    algorithm,
    name,
    element(0x17, '250101000000Z'),
    parts.nextUpdate ?? [],
    parts.entries ? element(0x30, ...parts.entries) : [],
    parts.extensions ? element(0xa0, element(0x30, ...parts.extensions)) : [],
  )
  return element(0x30, list, algorithm, signature)
}
