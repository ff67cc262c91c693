import { DerReader, defaultLimits } from './der-reader.ts'
import { constructedContext, primitiveContext, tags } from './der-tags.ts'
import {
  decodeExtension,
  type ExtensionValues,
  noExtensions,
  readExtensions,
  unknownCriticalExtensions,
} from './extensions/extension.ts'
import { readNonce } from './extensions/nonce.ts'
import { MalformedError } from './malformed.ts'
import { readName } from './name.ts'
import { ocspExtensionTypes } from './object-identifiers.ts'
import { type OcspCertId, readCertId } from './ocsp-cert-id.ts'
import type { OcspCertStatus } from './ocsp-status.ts'
import { readReason } from './revocation-reason.ts'

/** What a response says of one certificate. Times in ms since the epoch. */
export interface ParsedSingleResponse {
  readonly certId: OcspCertId
  readonly status: OcspCertStatus
  readonly thisUpdate: number
  readonly nextUpdate: number | null
}

/** Who says it: by the SHA-1 of its key's bits, or by its name. */
export type ResponderId = { readonly keyHash: Uint8Array } | { readonly nameDer: Uint8Array }

/** What a response says. Octets are views of the input. */
export interface ParsedOcspResponseData {
  readonly responderId: ResponderId
  readonly producedAt: number
  readonly responses: readonly ParsedSingleResponse[]
  readonly nonce: Uint8Array | null
}

/** Reads a ResponseData of version 1 (RFC 6960 §4.2.1). Throws MalformedError. */
export function readOcspResponseData(der: Uint8Array): ParsedOcspResponseData {
  const reader = new DerReader(der)
  const data = reader.sequence(readFields)
  reader.end()
  return data
}

function readFields(reader: DerReader): ParsedOcspResponseData {
  const responderId = readResponderId(reader)
  const producedAt = reader.generalizedTime()
  const responses = reader.sequence(readSingleResponses)
  const extensions = readKnownExtensions(reader)
  return {
    responderId,
    producedAt,
    responses,
    nonce: decodeExtension(extensions, ocspExtensionTypes.nonce, readNonce),
  }
}

const keyHashLength = 20

function readResponderId(reader: DerReader): ResponderId {
  if (reader.nextIs(constructedContext(1))) return reader.explicit(1, readResponderName)
  const keyHash = reader.explicit(2, (choice) => choice.octetString())
  if (keyHash.length !== keyHashLength) throw new MalformedError('hash not of the length of its algorithm')
  return { keyHash }
}

function readResponderName(reader: DerReader): ResponderId {
  const nameDer = reader.raw(tags.sequence)
  // It is read only to know that it is well-formed.
  readName(nameDer)
  return { nameDer }
}

/** Those at the end of the responses and of each one; only the nonce may be critical, as we know no other. */
function readKnownExtensions(reader: DerReader): ExtensionValues {
  const extensions = reader.isAtEnd ? noExtensions : reader.explicit(1, readExtensions)
  const [unknown] = unknownCriticalExtensions(extensions, [ocspExtensionTypes.nonce])
  if (unknown) throw new MalformedError(`unknown critical extension ${unknown}`)
  return extensions
}

function readSingleResponses(reader: DerReader): ParsedSingleResponse[] {
  const responses: ParsedSingleResponse[] = []
  while (!reader.isAtEnd) responses.push(reader.sequence(readSingleResponse))
  return responses
}

function readSingleResponse(reader: DerReader): ParsedSingleResponse {
  const certId = readCertId(reader, defaultLimits)
  const status = readStatus(reader)
  const thisUpdate = reader.generalizedTime()
  const hasNext = reader.nextIs(constructedContext(0))
  const nextUpdate = hasNext ? reader.explicit(0, (field) => field.generalizedTime()) : null
  readKnownExtensions(reader)
  return { certId, status, thisUpdate, nextUpdate }
}

const goodTag = primitiveContext(0)
const unknownTag = primitiveContext(2)

function readStatus(reader: DerReader): OcspCertStatus {
  if (reader.nextIs(goodTag)) {
    reader.null(goodTag)
    return 'good'
  }
  if (reader.nextIs(unknownTag)) {
    reader.null(unknownTag)
    return 'unknown'
  }
  return reader.explicit(1, readRevocation)
}

function readRevocation(reader: DerReader): Exclude<OcspCertStatus, string> {
  const revokedAt = reader.generalizedTime()
  return { revokedAt, reason: reader.isAtEnd ? null : reader.explicit(0, readReason) }
}
