import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { KeyUsage } from '../domain/model/key-usage.ts'
import type { NameConstraints } from '../domain/model/name-constraints.ts'
import { readCertificateFrame } from './certificate-frame.ts'
import { DerReader, defaultLimits } from './der-reader.ts'
import { noAlternativeNames, readAlternativeNames } from './extensions/alternative-names.ts'
import { type BasicConstraints, readBasicConstraints } from './extensions/basic-constraints.ts'
import { readExtendedKeyUsages } from './extensions/extended-key-usage.ts'
import { decodeExtension, type ExtensionValues } from './extensions/extension.ts'
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from './extensions/key-identifiers.ts'
import { readKeyUsages } from './extensions/key-usage.ts'
import { readNameConstraints } from './extensions/name-constraints.ts'
import type { NameAttributes } from './name.ts'
import { extensionTypes } from './object-identifiers.ts'
import { type ParsedPublicKey, readPublicKey } from './public-key.ts'
import { readSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

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
  const { extensions, signatureAlgorithmDer, serialNumberDer, ...fields } = readCertificateFrame(der)
  return {
    ...fields,
    serialNumber: new DerReader(serialNumberDer).integer(),
    signatureAlgorithm: readSignatureAlgorithm(signatureAlgorithmDer),
    publicKey: readPublicKey(fields.publicKeyDer),
    ...decodeExtensions(extensions),
  }
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
