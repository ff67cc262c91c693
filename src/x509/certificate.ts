import { type DerWriter, encodeDer } from './der-writer.ts'
import { type CertificateExtensions, writeExtensions } from './extensions.ts'
import { encodeSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** All that a certificate says (RFC 5280 §4.1.2). */
export interface CertificateFields {
  /** Unsigned and big-endian. */
  readonly serialNumber: Uint8Array
  readonly signatureAlgorithm: SignatureAlgorithm
  /** The issuer's subject, byte for byte. */
  readonly issuerNameDer: Uint8Array
  /** Ms since the epoch, in whole seconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly subjectNameDer: Uint8Array
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  readonly extensions: CertificateExtensions
}

/**
 * The TBSCertificate of a version 3 certificate, for `assembleSigned`. DER that is handed in is copied unread. Throws
 * MalformedError for a value that its field can't hold.
 */
export const encodeToBeSignedCertificate = (fields: CertificateFields): Uint8Array =>
  encodeDer(writeToBeSigned, fields)

/** `[0] EXPLICIT INTEGER 2`. */
const version3 = Uint8Array.fromHex('a003020102')

function writeToBeSigned(writer: DerWriter, fields: CertificateFields): void {
  writer.sequence(writeFields, fields)
}

function writeFields(writer: DerWriter, fields: CertificateFields): void {
  writer.raw(version3)
  writer.integer(fields.serialNumber)
  writer.raw(encodeSignatureAlgorithm(fields.signatureAlgorithm))
  writer.raw(fields.issuerNameDer)
  writer.sequence(writeValidity, fields)
  writer.raw(fields.subjectNameDer)
  writer.raw(fields.publicKeyDer)
  writer.explicit(3, writeExtensions, fields.extensions)
}

function writeValidity(writer: DerWriter, { notBefore, notAfter }: CertificateFields): void {
  writer.time(notBefore)
  writer.time(notAfter)
}

export { type ParsedCertificate, readCertificate } from './parsed-certificate.ts'
