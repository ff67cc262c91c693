import { type CertificateFrame, readCertificateFrame } from '../../src/x509/certificate-frame.ts'
import { DerReader, defaultLimits, type Read } from '../../src/x509/der-reader.ts'
import { noAlternativeNames, readAlternativeNames } from '../../src/x509/extensions/alternative-names.ts'
import { readBasicConstraints } from '../../src/x509/extensions/basic-constraints.ts'
import { readExtendedKeyUsages } from '../../src/x509/extensions/extended-key-usage.ts'
import { decodeExtension } from '../../src/x509/extensions/extension.ts'
import {
  readAuthorityKeyIdentifier,
  readSubjectKeyIdentifier,
} from '../../src/x509/extensions/key-identifiers.ts'
import { readKeyUsages } from '../../src/x509/extensions/key-usage.ts'
import { type NameAttributes, readName } from '../../src/x509/name.ts'
import { extensionTypes } from '../../src/x509/object-identifiers.ts'
import { findPem } from '../../src/x509/pem-search.ts'
import { publicKeyText, signatureText } from './algorithm-text.ts'
import { readAddresses, readPoints } from './read-addresses.ts'

/** What a certificate says of itself, in texts; nothing is verified. Read by the engine that writes them. */
export interface ReadCertificate {
  readonly der: Uint8Array
  readonly subject: NameAttributes
  readonly issuer: NameAttributes
  /** Decimal, as the API shows it. */
  readonly serialNumber: string
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: string
  readonly signature: string
  readonly extensions: readonly ReadExtension[]
}

export interface ReadExtension {
  readonly type: keyof typeof extensionTypes | 'other'
  readonly dotted: string
  readonly isCritical: boolean
  /** A line for each of its values. */
  readonly lines: readonly string[]
}

/** The certificates in whatever text holds them, in their order. Throws `MalformedError`. */
export const readCertificates = (pem: string): readonly ReadCertificate[] =>
  findPem(pem, { maximumLength: 1_048_576, maximumBlocks: 50 })
    .filter(({ label }) => label === 'CERTIFICATE' || label === 'X509 CERTIFICATE')
    .map(({ der }) => readOne(der))

/** The first of them; undefined where it can't be read, which is no reason not to show the PEM. */
export function readFirst(pem: string): ReadCertificate | undefined {
  try {
    return readCertificates(pem)[0]
  } catch {
    return undefined
  }
}

export function readOne(der: Uint8Array): ReadCertificate {
  const frame = readCertificateFrame(der)
  return {
    der,
    subject: frame.subject,
    issuer: readName(frame.issuerNameDer),
    serialNumber: decimalOf(new DerReader(frame.serialNumberDer).any().content),
    notBefore: frame.notBefore,
    notAfter: frame.notAfter,
    publicKey: publicKeyText(frame.publicKeyDer),
    signature: signatureText(frame.signatureAlgorithmDer),
    extensions: extensionsOf(frame),
  }
}

/** Some authorities have made negative ones. */
const decimalOf = (octets: Uint8Array): string =>
  BigInt.asIntN(octets.length * 8, BigInt(`0x${octets.toHex()}`)).toString()

const purposes: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.4.1.311.20.2.2': 'smartCardLogon',
}

const readers: Partial<Record<keyof typeof extensionTypes, Read<string[]>>> = {
  keyUsage: readKeyUsages,
  extendedKeyUsage: (reader) => readExtendedKeyUsages(reader).map((one) => purposes[one] ?? one),
  basicConstraints: (reader) => {
    const { isAuthority, pathLength } = readBasicConstraints(reader)
    return [`CA: ${String(isAuthority)}`, ...(pathLength === null ? [] : [`pathLength: ${pathLength}`])]
  },
  subjectAlternativeName: (reader) =>
    (readAlternativeNames(reader, defaultLimits.maximumElements) ?? noAlternativeNames).names.map(
      ({ type, value }) => `${type}: ${value}`,
    ),
  subjectKeyIdentifier: (reader) => [readSubjectKeyIdentifier(reader).toHex()],
  authorityKeyIdentifier: (reader) => [readAuthorityKeyIdentifier(reader)?.toHex() ?? ''],
  distributionPoints: readPoints,
  authorityInformationAccess: readAddresses,
}

function extensionsOf({ extensions }: CertificateFrame): ReadExtension[] {
  const names = Object.keys(extensionTypes) as (keyof typeof extensionTypes)[]
  return [...extensions].map(([dotted, { isCritical, value }]) => {
    const type = names.find((name) => extensionTypes[name].dotted === dotted)
    return { type: type ?? 'other', dotted, isCritical, lines: linesOf(type) ?? [value.toHex()] }
  })

  /** Undefined for what we don't read, or can't. */
  function linesOf(type: keyof typeof extensionTypes | undefined): readonly string[] | undefined {
    const read = type && readers[type]
    if (!type || !read) return undefined
    try {
      return decodeExtension(extensions, extensionTypes[type], read) ?? undefined
    } catch {
      return undefined
    }
  }
}
