import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { KeyUsage } from '../domain/model/key-usage.ts'
import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { noAlternativeNames, readAlternativeNames } from './extensions/alternative-names.ts'
import { readExtendedKeyUsages } from './extensions/extended-key-usage.ts'
import {
  decodeExtension,
  type ExtensionValues,
  noExtensions,
  readExtensions,
} from './extensions/extension.ts'
import { readKeyUsages } from './extensions/key-usage.ts'
import { MalformedError } from './malformed.ts'
import { type NameAttributes, readName } from './name.ts'
import { extensionRequest, extensionTypes } from './object-identifiers.ts'
import { type ParsedPublicKey, readPublicKey } from './public-key.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'
import { readSigned } from './signed.ts'

/** What a request says; its signature is not verified. Octets are views of the input. */
export interface ParsedCertificateRequest {
  readonly subjectNameDer: Uint8Array
  readonly subject: NameAttributes
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly publicKey: ParsedPublicKey
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly requested: RequestedContent
  /** The CertificationRequestInfo, which `signature` is over. */
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
}

/** What is read of the extensions that a request asks for; all others are well-formed and ignored. */
export interface RequestedContent {
  readonly alternativeNames: readonly AlternativeName[]
  /** How many alternative names are of kinds that we don't issue. */
  readonly unsupportedAlternativeNames: number
  /** Null where nothing is asked for. */
  readonly keyUsages: readonly KeyUsage[] | null
  readonly extendedKeyUsages: readonly string[] | null
}

const maximumAlternativeNames = 100

/**
 * Reads a PKCS #10 request (RFC 2986 §4). Throws MalformedError, also for a key or signature algorithm that we don't
 * know and for more than 100 alternative names.
 */
export function readCertificateRequest(der: Uint8Array): ParsedCertificateRequest {
  const { signedDer, signatureAlgorithm, signature } = readSigned(der)
  const reader = new DerReader(signedDer)
  const information = reader.sequence(readInformation)
  reader.end()
  return { ...information, signatureAlgorithm, signedDer, signature }
}

function readInformation(reader: DerReader) {
  if (reader.smallInteger() !== 0) throw new MalformedError('unknown version')
  const subjectNameDer = reader.raw(tags.sequence)
  const publicKeyDer = reader.raw(tags.sequence)
  // Some clients leave the attributes out altogether, which RFC 2986 doesn't allow and everybody reads.
  const extensions = reader.isAtEnd ? noExtensions : reader.explicit(0, readAttributes)
  return {
    subjectNameDer,
    subject: readName(subjectNameDer),
    publicKeyDer,
    publicKey: readPublicKey(publicKeyDer),
    requested: decodeRequested(extensions),
  }
}

/** The extensions that are asked for. Other attributes, such as a challenge password, need only be well-formed. */
function readAttributes(reader: DerReader): ExtensionValues {
  let extensions: ExtensionValues | undefined
  while (!reader.isAtEnd) {
    const found = reader.sequence(readAttribute)
    if (found && extensions) throw new MalformedError('extensions asked for twice')
    extensions ??= found
  }
  return extensions ?? noExtensions
}

function readAttribute(reader: DerReader): ExtensionValues | undefined {
  if (reader.objectIdentifier() === extensionRequest.dotted) return reader.set(readExtensions)
  reader.set((values) => {
    while (!values.isAtEnd) values.any()
  })
  return undefined
}

function decodeRequested(values: ExtensionValues): RequestedContent {
  const { names, unsupported } =
    decodeExtension(values, extensionTypes.subjectAlternativeName, (reader) =>
      readAlternativeNames(reader, maximumAlternativeNames),
    ) ?? noAlternativeNames
  return {
    alternativeNames: names,
    unsupportedAlternativeNames: unsupported,
    keyUsages: decodeExtension(values, extensionTypes.keyUsage, readKeyUsages),
    extendedKeyUsages: decodeExtension(values, extensionTypes.extendedKeyUsage, readExtendedKeyUsages),
  }
}
