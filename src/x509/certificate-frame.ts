import { DerReader } from './der-reader.ts'
import { constructedContext, primitiveContext, tags } from './der-tags.ts'
import { type ExtensionValues, noExtensions, readExtensions } from './extensions/extension.ts'
import { MalformedError } from './malformed.ts'
import { type NameAttributes, readName } from './name.ts'
import { readRepeatedAlgorithm, readSignedFrame, type SignedFrame } from './signed.ts'

/** A certificate's fields, with the key, the algorithm and the extensions as they stand there. */
export interface CertificateFrame extends SignedFrame {
  /** An INTEGER, which some authorities have made negative. */
  readonly serialNumberDer: Uint8Array
  readonly issuerNameDer: Uint8Array
  readonly subjectNameDer: Uint8Array
  readonly subject: NameAttributes
  /** Ms since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly extensions: ExtensionValues
}

/** Reads a certificate of any version and for any algorithms (RFC 5280 §4.1). Throws MalformedError. */
export function readCertificateFrame(der: Uint8Array): CertificateFrame {
  const signed = readSignedFrame(der)
  const reader = new DerReader(signed.signedDer)
  const fields = reader.sequence((toBeSigned) => readFields(toBeSigned, signed))
  reader.end()
  return { ...fields, ...signed }
}

function readFields(reader: DerReader, signed: SignedFrame) {
  const version = readVersion(reader)
  const serialNumberDer = reader.raw(tags.integer)
  readRepeatedAlgorithm(reader, signed)
  const issuerNameDer = reader.raw(tags.sequence)
  const validity = reader.sequence((times) => ({ notBefore: times.time(), notAfter: times.time() }))
  const subjectNameDer = reader.raw(tags.sequence)
  const publicKeyDer = reader.raw(tags.sequence)
  const extensions = readCertificateExtensions(reader, version)
  // The issuer is read only to know that it is well-formed.
  readName(issuerNameDer)
  const subject = readName(subjectNameDer)
  return { serialNumberDer, issuerNameDer, ...validity, subjectNameDer, subject, publicKeyDer, extensions }
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
