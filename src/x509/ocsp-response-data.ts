import { revocationReasons } from '../domain/model/revocation.ts'
import { primitiveContext } from './der-tags.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { writeNonce } from './extensions/nonce.ts'
import type { OcspCertStatus } from './ocsp-status.ts'
import { writeReasonCode } from './revocation-reason.ts'

/** What a response says of one certificate (RFC 6960 §4.2.1). Times in ms since the epoch. */
export interface OcspSingleResponse {
  /** From the request, byte for byte. */
  readonly certIdDer: Uint8Array
  readonly status: OcspCertStatus
  readonly thisUpdate: number
  /** Null: newer information is available at all times. */
  readonly nextUpdate: number | null
}

/** All that a response says. */
export interface OcspResponseFields {
  /** The SHA-1 of what the BIT STRING of the responder's key holds. */
  readonly responderKeyHash: Uint8Array
  readonly producedAt: number
  readonly responses: readonly OcspSingleResponse[]
  /** From the request. */
  readonly nonce: Uint8Array | null
}

/**
 * The ResponseData of a version 1 response, for `assembleResponse`. A CertID that is handed in is copied unread. Throws
 * MalformedError for a time it can't hold.
 */
export const encodeToBeSignedResponse = (fields: OcspResponseFields): Uint8Array =>
  encodeDer(writeToBeSigned, fields)

function writeToBeSigned(writer: DerWriter, fields: OcspResponseFields): void {
  writer.sequence((data) => {
    data.explicit(2, writeOctets, fields.responderKeyHash)
    data.generalizedTime(fields.producedAt)
    data.sequence(writeSingleResponses, fields.responses)
    if (fields.nonce) data.explicit(1, writeExtensions, fields.nonce)
  })
}

const writeOctets = (writer: DerWriter, octets: Uint8Array) => writer.octetString(octets)

function writeExtensions(writer: DerWriter, nonce: Uint8Array): void {
  writer.sequence(writeNonce, nonce)
}

function writeSingleResponses(writer: DerWriter, responses: readonly OcspSingleResponse[]): void {
  for (const response of responses) writer.sequence(writeSingleResponse, response)
}

function writeSingleResponse(writer: DerWriter, response: OcspSingleResponse): void {
  const { certIdDer, status, thisUpdate, nextUpdate } = response
  writer.raw(certIdDer)
  writeStatus(writer, status)
  writer.generalizedTime(thisUpdate)
  if (nextUpdate !== null) writer.explicit(0, writeTime, nextUpdate)
}

const writeTime = (writer: DerWriter, ms: number) => writer.generalizedTime(ms)

/** CertStatus has IMPLICIT tags: `good` and `unknown` are NULLs under them. */
function writeStatus(writer: DerWriter, status: OcspCertStatus): void {
  if (status === 'good') writer.null(primitiveContext(0))
  else if (status === 'unknown') writer.null(primitiveContext(2))
  else writer.explicit(1, writeRevocation, status)
}

/** UNSPECIFIED is said by saying nothing, as revocation lists say it (RFC 5280 §5.3.1). */
function writeRevocation(writer: DerWriter, { revokedAt, reason }: Exclude<OcspCertStatus, string>): void {
  writer.generalizedTime(revokedAt)
  const code = revocationReasons[reason ?? 'UNSPECIFIED']
  if (code !== revocationReasons.UNSPECIFIED) writer.explicit(0, writeReasonCode, code)
}
