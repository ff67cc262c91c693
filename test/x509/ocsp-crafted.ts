import { encodeObjectIdentifier } from '../../src/x509/object-identifiers.ts'
import { extension } from './crafted.ts'
import { element, hex } from './der.ts'

/** OCSP's structures put together by hand, as `crafted.ts` does it for certificates. */

export const oids = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
  basic: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
  acceptableResponses: '1.3.6.1.5.5.7.48.1.4',
  serviceLocator: '1.3.6.1.5.5.7.48.1.7',
  preferredAlgorithms: '1.3.6.1.5.5.7.48.1.8',
}

export const critical = hex('0101ff')

export interface CraftedCertId {
  readonly hash?: string
  readonly parameters?: Uint8Array
  readonly nameHash?: Uint8Array
  readonly keyHash?: Uint8Array
  readonly serialNumber?: Uint8Array
}

export function craftedCertId(parts: CraftedCertId = {}): Uint8Array {
  return element(
    0x30,
    element(0x30, encodeObjectIdentifier(parts.hash ?? oids.sha1), parts.parameters ?? hex('0500')),
    element(4, parts.nameHash ?? new Uint8Array(20).fill(1)),
    element(4, parts.keyHash ?? new Uint8Array(20).fill(2)),
    parts.serialNumber ?? hex('02020080'),
  )
}

export const nonceExtension = (length: number, ...flags: readonly Uint8Array[]): Uint8Array =>
  extension(oids.nonce, element(4, new Uint8Array(length).fill(7)), ...flags)

/** A Request, with extensions of its own if any are given. */
export const single = (certId: Uint8Array, ...extensions: readonly Uint8Array[]): Uint8Array =>
  element(0x30, certId, extensions.length > 0 ? element(0xa0, element(0x30, ...extensions)) : [])

export interface CraftedOcspRequest {
  readonly version?: Uint8Array
  readonly requestor?: Uint8Array
  readonly requests?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
  readonly signature?: Uint8Array
  readonly end?: Uint8Array
}

export function craftedOcspRequest(parts: CraftedOcspRequest = {}): Uint8Array {
  const toBeSigned = element(
    0x30,
    parts.version ?? [],
    parts.requestor ?? [],
    element(0x30, ...(parts.requests ?? [single(craftedCertId())])),
    parts.extensions ? element(0xa2, element(0x30, ...parts.extensions)) : [],
    parts.end ?? [],
  )
  return element(0x30, toBeSigned, parts.signature ?? [])
}

export interface CraftedSingleResponse {
  readonly status?: Uint8Array
  readonly thisUpdate?: Uint8Array
  readonly nextUpdate?: Uint8Array
  readonly extensions?: Uint8Array
}

export const generalizedTime = element(0x18, '20250101000000Z')

export const craftedSingleResponse = (parts: CraftedSingleResponse = {}): Uint8Array =>
  element(
    0x30,
    craftedCertId(),
    parts.status ?? hex('8000'),
    parts.thisUpdate ?? generalizedTime,
    parts.nextUpdate ?? [],
    parts.extensions ?? [],
  )

export interface CraftedOcspResponse {
  readonly version?: Uint8Array
  readonly responderId?: Uint8Array
  readonly producedAt?: Uint8Array
  readonly responses?: readonly Uint8Array[]
  readonly extensions?: Uint8Array
  readonly algorithm?: Uint8Array
  readonly certificates?: Uint8Array
  readonly type?: string
  readonly status?: Uint8Array
}

export function craftedOcspResponse(parts: CraftedOcspResponse = {}): Uint8Array {
  const data = element(
    0x30,
    parts.version ?? [],
    parts.responderId ?? element(0xa2, element(4, new Uint8Array(20))),
    parts.producedAt ?? generalizedTime,
    element(0x30, ...(parts.responses ?? [craftedSingleResponse()])),
    parts.extensions ?? [],
  )
  const algorithm = parts.algorithm ?? element(0x30, encodeObjectIdentifier('1.2.840.10045.4.3.2'))
  const basic = element(0x30, data, algorithm, hex('03020001'), parts.certificates ?? [])
  const bytes = element(0x30, encodeObjectIdentifier(parts.type ?? oids.basic), element(4, basic))
  return element(0x30, parts.status ?? hex('0a0100'), element(0xa0, bytes))
}
