import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { KeyUsage } from '../domain/model/key-usage.ts'
import type { NameConstraints } from '../domain/model/name-constraints.ts'
import { DerReader, defaultLimits } from './der-reader.ts'
import { constructedContext, primitiveContext, tags } from './der-tags.ts'
import { noAlternativeNames, readAlternativeNames } from './extensions/alternative-names.ts'
import { type BasicConstraints, readBasicConstraints } from './extensions/basic-constraints.ts'
import { readExtendedKeyUsages } from './extensions/extended-key-usage.ts'
import {
  decodeExtension,
  type ExtensionValues,
  noExtensions,
  readExtensions,
} from './extensions/extension.ts'
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from './extensions/key-identifiers.ts'
import { readKeyUsages } from './extensions/key-usage.ts'
import { readNameConstraints } from './extensions/name-constraints.ts'
import { MalformedError } from './malformed.ts'
import { type NameAttributes, readName } from './name.ts'
import { extensionTypes } from './object-identifiers.ts'
import { type ParsedPublicKey, readPublicKey } from './public-key.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'
import { readRepeatedAlgorithm, readSigned, type SignedParts } from './signed.ts'

/** What a certificate says of itself; nothing is verified. Octets are views of the input. */
export interface ParsedCertificate extends BasicConstraints {
  /** Unsigned and big-endian, without leading zeros. */
  readonly serialNumber: Uint8Array
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly issuerNameDer: Uint8Array
  readonly subjectNameDer: Uint8Array
  readonly subject: NameAttributes
  /** Ms since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly publicKey: ParsedPublicKey
  /** Null where there is no such extension, which allows every usage. */
  readonly keyUsages: readonly KeyUsage[] | null
  readonly extendedKeyUsages: readonly string[] | null
  readonly subjectKeyIdentifier: Uint8Array | null
  readonly authorityKeyIdentifier: Uint8Array | null
  readonly alternativeNames: readonly AlternativeName[]
  readonly nameConstraints: NameConstraints | null
  /** The TBSCertificate, which `signature` is over. */
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Reads a certificate of any version (RFC 5280 §4.1). Throws MalformedError, also for a key or signature algorithm that
 * we don't know.
 */
export function readCertificate(der: Uint8Array): ParsedCertificate {
  const signed = readSigned(der)
  const { signedDer, signatureAlgorithm, signature } = signed
  const reader = new DerReader(signedDer)
  const fields = reader.sequence((toBeSigned) => readFields(toBeSigned, signed))
  reader.end()
  return { ...fields, signatureAlgorithm, signedDer, signature }
}

function readFields(reader: DerReader, signed: SignedParts) {
  const version = readVersion(reader)
  const serialNumber = reader.integer()
  readRepeatedAlgorithm(reader, signed)
  const issuerNameDer = reader.raw(tags.sequence)
  const validity = reader.sequence((times) => ({ notBefore: times.time(), notAfter: times.time() }))
  const subjectNameDer = reader.raw(tags.sequence)
  const publicKeyDer = reader.raw(tags.sequence)
  const extensions = readCertificateExtensions(reader, version)
  // The issuer is read only to know that it is well-formed.
  readName(issuerNameDer)
  return {
    serialNumber,
    issuerNameDer,
    ...validity,
    subjectNameDer,
    subject: readName(subjectNameDer),
    publicKeyDer,
    publicKey: readPublicKey(publicKeyDer),
    ...decodeExtensions(extensions),
  }
}

/** 0 for version 1, which is left out, to 2 for version 3. */
function readVersion(reader: DerReader): number {
  if (!reader.nextIs(constructedContext(0))) return 0
  const version = reader.explicit(0, (field) => field.smallInteger())
  if (version > 2) throw new MalformedError('unknown version')
  return version
}

/** Steps over the unique identifiers of version 2; only version 3 has extensions (RFC 5280 §4.1.2.8, §4.1.2.9). */
function readCertificateExtensions(reader: DerReader, version: number): ExtensionValues {
  for (const tag of [primitiveContext(1), primitiveContext(2)]) {
    if (reader.nextIs(tag)) reader.content(tag)
  }
  return version < 2 || reader.isAtEnd ? noExtensions : reader.explicit(3, readExtensions)
}

function decodeExtensions(values: ExtensionValues) {
  const constraints = decodeExtension(values, extensionTypes.basicConstraints, readBasicConstraints)
  const alternativeNames = decodeExtension(values, extensionTypes.subjectAlternativeName, (reader) =>
    readAlternativeNames(reader, defaultLimits.maximumElements),
  )
  return {
    ...(constraints ?? { isAuthority: false, pathLength: null }),
    keyUsages: decodeExtension(values, extensionTypes.keyUsage, readKeyUsages),
    extendedKeyUsages: decodeExtension(values, extensionTypes.extendedKeyUsage, readExtendedKeyUsages),
    subjectKeyIdentifier: decodeExtension(
      values,
      extensionTypes.subjectKeyIdentifier,
      readSubjectKeyIdentifier,
    ),
    authorityKeyIdentifier: decodeExtension(
      values,
      extensionTypes.authorityKeyIdentifier,
      readAuthorityKeyIdentifier,
    ),
    alternativeNames: (alternativeNames ?? noAlternativeNames).names,
    nameConstraints: decodeExtension(values, extensionTypes.nameConstraints, readNameConstraints),
  }
}
