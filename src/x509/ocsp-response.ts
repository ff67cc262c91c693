import { tags } from './der-tags.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { basicResponse } from './object-identifiers.ts'
import { type OcspResponseStatus, ocspResponseStatuses } from './ocsp-status.ts'
import { encodeSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

const failure = (status: OcspResponseStatus) => encodeDer(writeFailure, ocspResponseStatuses[status])

function writeFailure(writer: DerWriter, status: number): void {
  writer.sequence((response) => response.smallInteger(status, tags.enumerated))
}

/** The whole responses that say why there is no answer, which nobody signs; shared, so nobody may change them. */
export const ocspFailures = {
  malformedRequest: failure('malformedRequest'),
  internalError: failure('internalError'),
  tryLater: failure('tryLater'),
  unauthorized: failure('unauthorized'),
}

interface Parts {
  readonly toBeSignedDer: Uint8Array
  readonly algorithmDer: Uint8Array
  readonly signature: Uint8Array
  readonly certificateDers: readonly Uint8Array[]
}

/**
 * The OCSPResponse with what was signed, its signature, and the certificates that verify it: the responder's, unless
 * the CA itself signed (RFC 6960 §4.2.1). An ECDSA signature is the DER of its two numbers (RFC 3279 §2.2.3).
 */
export function assembleResponse(
  toBeSignedDer: Uint8Array,
  signatureAlgorithm: SignatureAlgorithm,
  signature: Uint8Array,
  certificateDers: readonly Uint8Array[],
): Uint8Array {
  const algorithmDer = encodeSignatureAlgorithm(signatureAlgorithm)
  return encodeDer(writeSuccess, { toBeSignedDer, algorithmDer, signature, certificateDers })
}

function writeSuccess(writer: DerWriter, parts: Parts): void {
  writer.sequence((response) => {
    response.smallInteger(ocspResponseStatuses.successful, tags.enumerated)
    response.explicit(0, writeResponseBytes, parts)
  })
}

function writeResponseBytes(writer: DerWriter, parts: Parts): void {
  writer.sequence((bytes) => {
    bytes.objectIdentifier(basicResponse.element)
    bytes.wrapped(writeBasicResponse, parts)
  })
}

function writeBasicResponse(writer: DerWriter, parts: Parts): void {
  writer.sequence((basic) => {
    basic.raw(parts.toBeSignedDer)
    basic.raw(parts.algorithmDer)
    basic.bitString(parts.signature)
    if (parts.certificateDers.length > 0) basic.explicit(0, writeCertificates, parts.certificateDers)
  })
}

function writeCertificates(writer: DerWriter, certificateDers: readonly Uint8Array[]): void {
  writer.sequence((list) => {
    for (const der of certificateDers) list.raw(der)
  })
}
