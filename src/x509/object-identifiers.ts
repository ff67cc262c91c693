import { MalformedError } from './malformed.ts'

const maximumTextLength = 512
const maximumArc = (1n << 128n) - 1n
/** What the first two arcs share one number as: 40 × first + second (X.690 §8.19.4). */
const arcsPerRoot = 40n

/**
 * The whole DER element of an object identifier in dotted form.
 *
 * Throws MalformedError unless it has at least two arcs without leading zeros, the first from 0 to 2, the second
 * below 40 where the first is not 2, and none of more than 128 bits (X.660; UUIDs under 2.25 need 128).
 */
export function encodeObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...others] = parseArcs(dotted)
  const content: number[] = []
  for (const arc of [first * arcsPerRoot + second, ...others]) content.push(...base128(arc))
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length]
  if (content.length > 0xff) throw new MalformedError('object identifier too long')
  return Uint8Array.from([0x06, ...length, ...content])
}

function parseArcs(dotted: string): bigint[] {
  if (dotted.length > maximumTextLength) throw new MalformedError('object identifier too long')
  const parts = dotted.split('.')
  if (parts.length < 2 || !parts.every((part) => /^(?:0|[1-9][0-9]*)$/.test(part))) {
    throw new MalformedError('object identifier not in dotted form')
  }
  const arcs = parts.map(BigInt)
  const [first = 0n, second = 0n] = arcs
  if (first > 2n || (first < 2n && second >= arcsPerRoot)) {
    throw new MalformedError('object identifier outside the three roots')
  }
  if (arcs.some((arc) => arc > maximumArc)) throw new MalformedError('object identifier arc too large')
  return arcs
}

/** Groups of seven bits, all but the last marked. */
function base128(arc: bigint): number[] {
  const groups = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) groups.unshift(Number(rest & 0x7fn) | 0x80)
  return groups
}

/**
 * The dotted form of an object identifier's content octets. Throws MalformedError where the octets are cut short or
 * padded, or an arc has more than 128 bits.
 */
export function readObjectIdentifier(content: Uint8Array): string {
  if (content.length > 0xff) throw new MalformedError('object identifier too long')
  const arcs: string[] = []
  for (let offset = 0; offset < content.length; ) {
    const { arc, next } = readArc(content, offset)
    arcs.push(offset === 0 ? rootArcs(arc) : String(withinBounds(arc)))
    offset = next
  }
  if (arcs.length === 0) throw new MalformedError('empty object identifier')
  return arcs.join('.')
}

/** Numbers stay exact to 53 bits, so seven groups need no bigint. */
const groupsInNumber = 7

function readArc(content: Uint8Array, start: number): { arc: number | bigint; next: number } {
  let next = start
  while ((content[next] ?? 0) > 0x7f) next++
  if (next >= content.length) throw new MalformedError('object identifier cut short')
  if (content[start] === 0x80) throw new MalformedError('object identifier padded')
  const groups = content.subarray(start, ++next)
  if (groups.length <= groupsInNumber) {
    return { arc: groups.reduce((arc, group) => arc * 128 + (group & 0x7f), 0), next }
  }
  return { arc: groups.reduce((arc, group) => (arc << 7n) | BigInt(group & 0x7f), 0n), next }
}

function rootArcs(shared: number | bigint): string {
  if (typeof shared === 'bigint') return `2.${withinBounds(shared - 2n * arcsPerRoot)}`
  const first = Math.min(2, Math.floor(shared / 40))
  return `${first}.${shared - first * 40}`
}

function withinBounds(arc: number | bigint): number | bigint {
  if (arc > maximumArc) throw new MalformedError('object identifier arc too large')
  return arc
}

/** An object identifier that is known here: `dotted` to recognise it by, `element` to write. */
export interface KnownObjectIdentifier {
  readonly dotted: string
  readonly element: Uint8Array
}

export const known = (dotted: string): KnownObjectIdentifier => ({
  dotted,
  element: encodeObjectIdentifier(dotted),
})

/** Attribute types of names (RFC 5280 appendix A.1, X.520). */
export const attributeTypes = {
  commonName: known('2.5.4.3'),
  country: known('2.5.4.6'),
  locality: known('2.5.4.7'),
  state: known('2.5.4.8'),
  organization: known('2.5.4.10'),
  organizationalUnit: known('2.5.4.11'),
}

/** Extensions (RFC 5280 §4.2, §5.2, §5.3; RFC 6960 §4.2.2.2.1). */
export const extensionTypes = {
  subjectKeyIdentifier: known('2.5.29.14'),
  keyUsage: known('2.5.29.15'),
  subjectAlternativeName: known('2.5.29.17'),
  basicConstraints: known('2.5.29.19'),
  revocationListNumber: known('2.5.29.20'),
  reasonCode: known('2.5.29.21'),
  nameConstraints: known('2.5.29.30'),
  distributionPoints: known('2.5.29.31'),
  authorityKeyIdentifier: known('2.5.29.35'),
  extendedKeyUsage: known('2.5.29.37'),
  authorityInformationAccess: known('1.3.6.1.5.5.7.1.1'),
  noRevocationCheck: known('1.3.6.1.5.5.7.48.1.5'),
}

/** Access methods of authority information access (RFC 5280 §4.2.2.1). */
export const accessMethods = {
  ocsp: known('1.3.6.1.5.5.7.48.1'),
  issuers: known('1.3.6.1.5.5.7.48.2'),
}

/** The attribute of a request that asks for extensions (RFC 2985 §5.4.2). */
export const extensionRequest = known('1.2.840.113549.1.9.14')

/** Extensions of requests to responders, and of their responses (RFC 6960 §4.4). */
export const ocspExtensionTypes = {
  nonce: known('1.3.6.1.5.5.7.48.1.2'),
  acceptableResponses: known('1.3.6.1.5.5.7.48.1.4'),
}

/** The one kind of response that there is (RFC 6960 §4.2.1). */
export const basicResponse = known('1.3.6.1.5.5.7.48.1.1')

/** Hashes that name an issuer (RFC 8017 appendix B.1). */
export const hashTypes = {
  sha1: known('1.3.14.3.2.26'),
  sha256: known('2.16.840.1.101.3.4.2.1'),
}

/** Key types and named curves (RFC 3279 §2.3, RFC 5480 §2.1). */
export const keyTypes = {
  rsa: known('1.2.840.113549.1.1.1'),
  ellipticCurve: known('1.2.840.10045.2.1'),
  p256: known('1.2.840.10045.3.1.7'),
  p384: known('1.3.132.0.34'),
  p521: known('1.3.132.0.35'),
}

/** Extensions of certificates, PKIX and Netscape; purposes and access methods; algorithms of PKCS and X9.62. */
const reservedRoots = [
  '2.5.29',
  '1.3.6.1.5.5.7.1',
  '1.3.6.1.5.5.7.3',
  '1.3.6.1.5.5.7.48',
  '2.16.840.1.113730.1',
  '1.2.840.113549.1',
  '1.2.840.10045',
  '1.3.6.1.4.1.311.20.2',
]

/** All that this engine writes, or gives a meaning when it reads it. */
export const reservedObjectIdentifiers: ReadonlySet<string> = new Set(
  [
    attributeTypes,
    extensionTypes,
    accessMethods,
    ocspExtensionTypes,
    hashTypes,
    keyTypes,
    { extensionRequest, basicResponse },
  ]
    .flatMap((group): KnownObjectIdentifier[] => Object.values(group))
    .map(({ dotted }) => dotted),
)

/**
 * Whether a customised extension may not have this object identifier, because software gives it a meaning: it is
 * known here, or stands under certificate extensions, PKIX extensions or Netscape's. In the dotted form that
 * `encodeObjectIdentifier` accepts.
 */
export const isReservedObjectIdentifier = (dotted: string): boolean =>
  reservedObjectIdentifiers.has(dotted) ||
  reservedRoots.some((root) => dotted === root || dotted.startsWith(`${root}.`))
