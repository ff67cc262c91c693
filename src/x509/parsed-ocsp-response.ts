import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'
import { basicResponse } from './object-identifiers.ts'
import { type OcspResponseStatus, ocspResponseStatuses } from './ocsp-status.ts'
import { type ParsedOcspResponseData, readOcspResponseData } from './parsed-ocsp-response-data.ts'
import { readSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** A signed response; nothing is verified. Octets are views of the input. */
export interface ParsedBasicResponse extends ParsedOcspResponseData {
  readonly signatureAlgorithm: SignatureAlgorithm
  /** The ResponseData, which `signature` is over. */
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
  /** What the responder sent to verify it with, unread. */
  readonly certificateDers: readonly Uint8Array[]
}

export interface ParsedOcspResponse {
  readonly status: OcspResponseStatus
  /** Null unless the status is `successful`. */
  readonly basic: ParsedBasicResponse | null
}

/**
 * Reads an OCSPResponse (RFC 6960 §4.2.1). Throws MalformedError, also for a signature algorithm that we don't know and
 * for critical extensions.
 */
export function readOcspResponse(der: Uint8Array): ParsedOcspResponse {
  const reader = new DerReader(der)
  const response = reader.sequence((fields) => {
    const status = readStatus(fields)
    return { status, basic: status === 'successful' ? fields.explicit(0, readResponseBytes) : null }
  })
  reader.end()
  return response
}

const statusOf: ReadonlyMap<number, OcspResponseStatus> = new Map(
  Object.entries(ocspResponseStatuses).map(([status, code]) => [code, status as OcspResponseStatus]),
)

function readStatus(reader: DerReader): OcspResponseStatus {
  const content = reader.content(tags.enumerated)
  const status = content.length === 1 ? statusOf.get(content[0] ?? 0) : undefined
  if (status === undefined) throw new MalformedError('unknown status of a response')
  return status
}

function readResponseBytes(reader: DerReader): ParsedBasicResponse {
  return reader.sequence((bytes) => {
    if (bytes.objectIdentifier() !== basicResponse.dotted)
      throw new MalformedError('unknown type of response')
    return readBasicResponse(bytes.octetString())
  })
}

function readBasicResponse(der: Uint8Array): ParsedBasicResponse {
  const reader = new DerReader(der)
  const signed = reader.sequence((parts) => ({
    signedDer: parts.raw(tags.sequence),
    signatureAlgorithm: readSignatureAlgorithm(parts.raw(tags.sequence)),
    signature: parts.bitString(),
    certificateDers: parts.isAtEnd ? [] : parts.explicit(0, readCertificates),
  }))
  reader.end()
  return { ...readOcspResponseData(signed.signedDer), ...signed }
}

function readCertificates(reader: DerReader): Uint8Array[] {
  return reader.sequence((list) => {
    const certificateDers: Uint8Array[] = []
    while (!list.isAtEnd) certificateDers.push(list.raw(tags.sequence))
    return certificateDers
  })
}
