import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  PublicKey,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { element, sequence } from './der.ts'

/** CAs that are not ours: what they sign is made by `@peculiar/x509`, with anything in it. */
export interface OutsideAuthority {
  readonly keys: webcrypto.CryptoKeyPair
  readonly certificate: X509Certificate
  readonly pem: string
  /** From itself up to its root. */
  readonly chain: readonly string[]
}

export interface Content {
  /** As RFC 4514 writes it; of a request: the request's own. */
  readonly subject?: string
  readonly isAuthority?: boolean
  /** Null: no constraint. */
  readonly pathLength?: number | null
  /** Null: the extension is absent. */
  readonly usages?: KeyUsageFlags | null
  readonly isWithoutKeyIdentifier?: boolean
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'
  readonly serialNumber?: string
  readonly extensions?: readonly Extension[]
}

const p256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
export const rsa2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
} as const
const authorityUsages = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
export const withoutKeyCertSign = KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature

const makeKeys = (algorithm: typeof p256 | typeof rsa2048 = p256) =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

interface Subject {
  readonly name: string
  readonly publicKey: PublicKey
}

interface Issuer {
  readonly name: string
  readonly publicKey: PublicKey
  readonly privateKey: webcrypto.CryptoKey
}

let serial = 0

async function sign(issuer: Issuer, subject: Subject, content: Content): Promise<X509Certificate> {
  const { isAuthority = true, pathLength = null, usages = authorityUsages } = content
  const hash = content.hash ?? 'SHA-256'
  const { name } = issuer.privateKey.algorithm
  serial += 1
  return X509CertificateGenerator.create({
    serialNumber: content.serialNumber ?? `4${serial.toString(16).padStart(9, '0')}`,
    issuer: issuer.name,
    subject: subject.name,
    notBefore: content.notBefore ?? new Date('2020-01-01T00:00:00Z'),
    notAfter: content.notAfter ?? new Date('2045-01-01T00:00:00Z'),
    publicKey: subject.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: { name, hash },
    extensions: [
      new BasicConstraintsExtension(isAuthority, pathLength ?? undefined, true),
      ...(usages === null ? [] : [new KeyUsagesExtension(usages, true)]),
      ...(content.isWithoutKeyIdentifier
        ? []
        : [await SubjectKeyIdentifierExtension.create(subject.publicKey)]),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(content.extensions ?? []),
    ],
  })
}

const pemOf = (certificate: X509Certificate) => `${certificate.toString('pem')}\n`

const issuerOf = ({ certificate, keys }: OutsideAuthority): Issuer => ({
  name: certificate.subject,
  publicKey: certificate.publicKey,
  privateKey: keys.privateKey,
})

async function authority(
  above: OutsideAuthority | undefined,
  { subject: name = 'CN=Outside Root', ...content }: Content,
  algorithm?: typeof rsa2048,
): Promise<OutsideAuthority> {
  const keys = await makeKeys(algorithm)
  const publicKey = new PublicKey(await webcrypto.subtle.exportKey('spki', keys.publicKey))
  const own = { name, publicKey, privateKey: keys.privateKey }
  const certificate = await sign(above ? issuerOf(above) : own, own, content)
  const pem = pemOf(certificate)
  return { keys, certificate, pem, chain: [pem, ...(above?.chain ?? [])] }
}

export const outsideRoot = (content: Content = {}, algorithm?: typeof rsa2048) =>
  authority(undefined, content, algorithm)

export const outsideBelow = (above: OutsideAuthority, content: Content = {}) => authority(above, content)

/** What the CA makes of a request: its key, and its name unless another is given. */
export async function certify(above: OutsideAuthority, csr: string, content: Content = {}): Promise<string> {
  const { subject, publicKey } = new Pkcs10CertificateRequest(csr)
  return pemOf(await sign(issuerOf(above), { name: content.subject ?? subject, publicKey }, content))
}

/** A CA certificate that no CSR of ours was made for. */
export async function someAuthorityCertificate(): Promise<string> {
  return (await outsideBelow(await outsideRoot(), { subject: 'CN=Some CA' })).pem
}

export const extensionOf = (dotted: string, value: Buffer, isCritical = false) =>
  new Extension(dotted, isCritical, Uint8Array.from(value))

/** Parts of name spaces as GeneralNames (RFC 5280 §4.2.1.6). */
export const subtrees = {
  email: (text: string) => element(0x81, text),
  dns: (text: string) => element(0x82, text),
  uri: (text: string) => element(0x86, text),
  /** Address and mask. */
  ip: (...octets: number[]) => element(0x87, octets),
  directory: (name: Buffer) => element(0xa4, name),
}

export function nameConstraints(permitted: readonly Buffer[], excluded: readonly Buffer[] = []): Extension {
  const side = (tag: number, names: readonly Buffer[]) =>
    names.length > 0 ? element(tag, ...names.map((name) => sequence(name))) : []
  return extensionOf('2.5.29.30', sequence(side(0xa0, permitted), side(0xa1, excluded)), true)
}
