import { createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import type { AlternativeName } from '../../src/domain/model/alternative-name.ts'
import type { DistinguishedName } from '../../src/domain/model/distinguished-name.ts'
import { type KeyUsage, keyUsages } from '../../src/domain/model/key-usage.ts'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { type CertificateFields, encodeToBeSignedCertificate } from '../../src/x509/certificate.ts'
import { encodeToBeSignedRequest, type RequestFields } from '../../src/x509/certificate-request.ts'
import type { CertificateExtensions } from '../../src/x509/extensions.ts'
import { ipAddressText } from '../../src/x509/ip-address-text.ts'
import { encodeName } from '../../src/x509/name.ts'
import { joined, type Pieces } from '../../src/x509/pieces.ts'
import { encodeEcPublicKey, encodeRsaPublicKey } from '../../src/x509/public-key.ts'
import { type RevocationListFields, toBeSignedRevocationList } from '../../src/x509/revocation-list.ts'
import { RevocationListEntries } from '../../src/x509/revocation-list-entries.ts'
import type { RevocationListEntry } from '../../src/x509/revocation-list-entry.ts'
import type { SignatureAlgorithm } from '../../src/x509/signature-algorithm.ts'
import { assembleSigned, assembleSignedPieces } from '../../src/x509/signed.ts'
import type { Random } from './random.ts'

/** A key made by Node, whose SubjectPublicKeyInfo is written by the engine. */
export interface SampleKey {
  readonly privateKey: KeyObject
  readonly publicKeyDer: Uint8Array
  readonly identifier: Uint8Array
  readonly family: 'RSA' | 'EC'
}

const fromUrl64 = (text: string | undefined) => Uint8Array.fromBase64(text ?? '', { alphabet: 'base64url' })

export function pointOf(key: KeyObject): Uint8Array {
  const { x, y } = key.export({ format: 'jwk' })
  return Uint8Array.from([4, ...fromUrl64(x), ...fromUrl64(y)])
}

export function makeEcKey(bits: 256 | 384): SampleKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` })
  return sampleKey(privateKey, encodeEcPublicKey(bits, pointOf(privateKey)), 'EC')
}

export function makeRsaKey(): SampleKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = privateKey.export({ format: 'jwk' })
  return sampleKey(privateKey, encodeRsaPublicKey(fromUrl64(n), fromUrl64(e)), 'RSA')
}

function sampleKey(privateKey: KeyObject, publicKeyDer: Uint8Array, family: 'RSA' | 'EC'): SampleKey {
  return {
    privateKey,
    publicKeyDer,
    identifier: new Uint8Array(hash('sha1', publicKeyDer, 'buffer')),
    family,
  }
}

let keys: SampleKey[] | undefined

/** One key of each kind, made once. */
export function sampleKeys(): readonly SampleKey[] {
  keys ??= [makeRsaKey(), makeEcKey(256), makeEcKey(384)]
  return keys
}

export const publicKeyOf = (key: SampleKey): KeyObject => createPublicKey(key.privateKey)

export interface Authority {
  readonly key: SampleKey
  readonly nameDer: Uint8Array
  readonly algorithm: SignatureAlgorithm
}

export function signWith(
  { key, algorithm }: Pick<Authority, 'key' | 'algorithm'>,
  toBeSigned: Uint8Array,
): Uint8Array {
  return assembleSigned(toBeSigned, algorithm, sign(algorithm.hash.toLowerCase(), toBeSigned, key.privateKey))
}

export function randomAuthority(random: Random, key: SampleKey = random.pick(sampleKeys())): Authority {
  const algorithm = { family: key.family, hash: random.pick(['SHA256', 'SHA384', 'SHA512']) }
  return { key, nameDer: encodeName(randomName(random)), algorithm }
}

const latin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const alphabets = [
  latin,
  `${latin} -_.,`,
  'äöüÄÖÜßéèêñøåçğşİ',
  '北京市深圳华为云证书测试有限公司龘',
  'абвгдеёжзийклмн',
  '𠮷𡈽日本語テスト한국어',
]

function randomText(random: Random, most: number): string {
  const text = random.text(random.pick(alphabets), random.between(1, most))
  return `${random.text(latin, 1)}${text}`.slice(0, most).trim().toWellFormed()
}

export function randomName(random: Random): DistinguishedName {
  const maybe = <Value>(value: Value) => (random.chance(0.7) ? value : null)
  return {
    country: maybe(random.text(latin.slice(0, 26), 2)),
    state: maybe(randomText(random, 128)),
    locality: maybe(randomText(random, 128)),
    organization: maybe(randomText(random, 64)),
    organizationalUnit: maybe(randomText(random, 64)),
    commonName: randomText(random, 64),
  }
}

export function randomHost(random: Random): string {
  const labels = Array.from({ length: random.between(1, 4) }, () =>
    random.text(latin.toLowerCase(), random.between(1, 20)),
  )
  return [...(random.chance(0.2) ? ['*'] : []), ...labels, 'example'].join('.')
}

export function randomAlternativeName(random: Random): AlternativeName {
  const host = randomHost(random)
  const octets = [...random.octets(random.pick([4, 16]))].map((octet) => (random.chance(0.3) ? 0 : octet))
  return random.pick<AlternativeName>([
    { type: 'DNS', value: host },
    { type: 'EMAIL', value: `someone@${host.replace('*.', '')}` },
    { type: 'URI', value: `https://${host.replace('*.', '')}/path?query=1#part` },
    { type: 'IP', value: ipAddressText(octets), octets },
  ])
}

const entityUsages: readonly KeyUsage[] = keyUsages.filter(
  (usage) => usage !== 'keyCertSign' && usage !== 'cRLSign',
)
const purposes = [
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.4.1.311.20.2.2',
  '1.2.3.4.5.16383.16384.4294967296',
]

const several = <Item>(random: Random, most: number, make: () => Item): Item[] =>
  Array.from({ length: random.between(0, most) }, make)

/** Extensions that fit together, so that strict verifiers have nothing to say. */
export function randomExtensions(
  random: Random,
  authority: Authority,
  key: SampleKey,
): CertificateExtensions {
  const isAuthority = random.chance(0.3)
  const url = (end: string) => `http://${randomHost(random).replace('*.', '')}:8444/${end}`
  const identifiers = random.some(purposes, 0.3)
  return {
    basicConstraints: { isAuthority, pathLength: isAuthority && random.chance(0.7) ? random.below(7) : null },
    keyUsages: isAuthority ? ['digitalSignature', 'keyCertSign', 'cRLSign'] : random.some(entityUsages),
    extendedKeyUsages: identifiers.length > 0 ? { identifiers, isCritical: random.chance(0.3) } : null,
    alternativeNames: several(random, 6, () => randomAlternativeName(random)),
    subjectKeyIdentifier: key.identifier,
    authorityKeyIdentifier: authority.key.identifier,
    revocationListUrls: several(random, 2, () => url('crl/bucket/list.crl')),
    authorityInformation: {
      ocspUrls: several(random, 2, () => url('ocsp/1')),
      issuerUrls: several(random, 1, () => url('pki/1.crt')),
    },
    noRevocationCheck: random.chance(0.2),
    customized: random.chance(0.3)
      ? {
          objectIdentifier: `1.3.6.1.4.1.${random.below(2 ** 31)}.${random.below(300)}`,
          value: randomText(random, 64),
        }
      : null,
  }
}

/** Whole seconds from 1990 to 2110. */
export const randomTime = (random: Random): number => random.between(631_152_000, 4_417_977_600) * 1000

/** Positive, of up to 20 octets (RFC 5280 §4.1.2.2), without leading zeros. */
export function randomSerialNumber(random: Random): Uint8Array {
  const octets = random.octets(random.pick([1, 8, 16, 16, 19]))
  octets[0] = random.between(1, 255)
  return octets
}

export interface SampleCertificate {
  readonly der: Uint8Array
  readonly fields: CertificateFields
  readonly subject: DistinguishedName
  readonly key: SampleKey
  readonly authority: Authority
}

export function randomCertificate(
  random: Random,
  authority: Authority = randomAuthority(random),
  overrides: Partial<CertificateFields> = {},
): SampleCertificate {
  const key = random.pick(sampleKeys())
  const subject = randomName(random)
  const [notBefore, notAfter] = [randomTime(random), randomTime(random)].sort((a, b) => a - b)
  const fields: CertificateFields = {
    serialNumber: randomSerialNumber(random),
    signatureAlgorithm: authority.algorithm,
    issuerNameDer: authority.nameDer,
    notBefore: notBefore ?? 0,
    notAfter: notAfter ?? 0,
    subjectNameDer: encodeName(subject),
    publicKeyDer: key.publicKeyDer,
    extensions: randomExtensions(random, authority, key),
    ...overrides,
  }
  return { der: signWith(authority, encodeToBeSignedCertificate(fields)), fields, subject, key, authority }
}

/** The authority's own certificate, valid at all times and unconstrained. */
export function rootCertificate(authority: Authority): Uint8Array {
  return signWith(
    authority,
    encodeToBeSignedCertificate({
      serialNumber: Uint8Array.of(1),
      signatureAlgorithm: authority.algorithm,
      issuerNameDer: authority.nameDer,
      notBefore: Date.UTC(1980, 0),
      notAfter: Date.UTC(2149, 0),
      subjectNameDer: authority.nameDer,
      publicKeyDer: authority.key.publicKeyDer,
      extensions: {
        ...bareExtensions,
        basicConstraints: { isAuthority: true, pathLength: null },
        keyUsages: ['digitalSignature', 'keyCertSign', 'cRLSign'],
        subjectKeyIdentifier: authority.key.identifier,
        authorityKeyIdentifier: authority.key.identifier,
      },
    }),
  )
}

/** Nothing but an empty basicConstraints. */
export const bareExtensions: CertificateExtensions = {
  basicConstraints: { isAuthority: false, pathLength: null },
  keyUsages: [],
  extendedKeyUsages: null,
  alternativeNames: [],
  subjectKeyIdentifier: null,
  authorityKeyIdentifier: null,
  revocationListUrls: [],
  authorityInformation: { ocspUrls: [], issuerUrls: [] },
  noRevocationCheck: false,
  customized: null,
}

export interface SampleRequest {
  readonly der: Uint8Array
  readonly fields: RequestFields
  readonly subject: DistinguishedName
  readonly key: SampleKey
  readonly algorithm: SignatureAlgorithm
}

export function randomRequest(random: Random): SampleRequest {
  const { key, algorithm } = randomAuthority(random)
  const subject = randomName(random)
  const isAuthority = random.chance(0.5)
  const fields: RequestFields = {
    subjectNameDer: encodeName(subject),
    publicKeyDer: key.publicKeyDer,
    ...(random.chance(0.6) && {
      requested: {
        basicConstraints: { isAuthority, pathLength: isAuthority ? random.below(7) : null },
        keyUsages: random.some(keyUsages),
      },
    }),
  }
  return {
    der: signWith({ key, algorithm }, encodeToBeSignedRequest(fields)),
    fields,
    subject,
    key,
    algorithm,
  }
}

export interface SampleListFields extends RevocationListFields {
  readonly entries: readonly RevocationListEntry[]
}

export interface SampleRevocationList {
  readonly der: Uint8Array
  readonly fields: SampleListFields
  readonly authority: Authority
}

export function toBeSignedList({ entries, ...fields }: SampleListFields): Pieces {
  const written = new RevocationListEntries()
  for (const entry of entries) written.add(entry)
  return toBeSignedRevocationList(fields, written.pieces())
}

export function signList({ key, algorithm }: Authority, fields: SampleListFields): Uint8Array {
  const pieces = toBeSignedList(fields)
  const signature = sign(algorithm.hash.toLowerCase(), joined(pieces), key.privateKey)
  return assembleSignedPieces(pieces, algorithm, signature)
}

const reasons = Object.keys(revocationReasons) as RevocationReason[]

export function randomRevocationList(
  random: Random,
  authority: Authority = randomAuthority(random),
  size: number = random.below(30),
): SampleRevocationList {
  const thisUpdate = randomTime(random)
  const fields = {
    signatureAlgorithm: authority.algorithm,
    issuerNameDer: authority.nameDer,
    thisUpdate,
    nextUpdate: thisUpdate + random.between(1, 30) * 86_400_000,
    number: BigInt(`0x${random.octets(random.between(1, 19)).toHex()}`),
    authorityKeyIdentifier: authority.key.identifier,
    entries: Array.from({ length: size }, () => ({
      serialNumber: randomSerialNumber(random),
      revokedAt: randomTime(random),
      reason: random.pick(reasons),
    })),
  }
  return { der: signList(authority, fields), fields, authority }
}
