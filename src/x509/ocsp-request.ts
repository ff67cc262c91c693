import { type DerLimits, DerReader } from './der-reader.ts'
import { constructedContext } from './der-tags.ts'
import {
  decodeExtension,
  type ExtensionValues,
  noExtensions,
  readExtensions,
  unknownCriticalExtensions,
} from './extensions/extension.ts'
import { readNonce } from './extensions/nonce.ts'
import { MalformedError } from './malformed.ts'
import { ocspExtensionTypes } from './object-identifiers.ts'
import { type OcspCertId, readCertId } from './ocsp-cert-id.ts'

/** What a client asks a responder; who it is and whether it signed are passed over. Octets are views of the input. */
export interface ParsedOcspRequest {
  /** In the order of the request; from 1 to 16. */
  readonly certIds: readonly OcspCertId[]
  /** From 1 to 128 octets. Null also where it has any other length: it is then ignored (api-answers A30). */
  readonly nonce: Uint8Array | null
  /** Object identifiers of what may not be ignored, of the whole request or of one certificate in it. */
  readonly unknownCriticalExtensions: readonly string[]
}

/** Room for 16 certificates and a signature with its chain. */
const limits: DerLimits = { maximumLength: 65_536, maximumDepth: 24, maximumElements: 5_000 }
const maximumCertIds = 16
const maximumNonceLength = 128

/** Reads an OCSPRequest (RFC 6960 §4.1.1). Throws MalformedError, also for more than 64 KiB or 16 certificates. */
export function readOcspRequest(der: Uint8Array): ParsedOcspRequest {
  const reader = new DerReader(der, limits)
  const request = reader.sequence((signed) => {
    const toBeSigned = signed.sequence(readToBeSigned)
    if (!signed.isAtEnd) signed.explicit(0, skip)
    return toBeSigned
  })
  reader.end()
  return request
}

function readToBeSigned(reader: DerReader): ParsedOcspRequest {
  readVersion(reader)
  if (reader.nextIs(constructedContext(1))) reader.explicit(1, skip)
  const asked = reader.sequence(readRequestList)
  const extensions = reader.isAtEnd ? noExtensions : reader.explicit(2, readExtensions)
  return {
    certIds: asked.map(({ certId }) => certId),
    nonce: nonceOf(extensions),
    unknownCriticalExtensions: [
      ...asked.flatMap((request) => unknownCriticalExtensions(request.extensions, [])),
      ...unknownCriticalExtensions(extensions, Object.values(ocspExtensionTypes)),
    ],
  }
}

/** An explicit version 1 is no DER, but harmless. */
function readVersion(reader: DerReader): void {
  if (!reader.nextIs(constructedContext(0))) return
  if (reader.explicit(0, (field) => field.smallInteger()) !== 0) throw new MalformedError('unknown version')
}

function skip(reader: DerReader): void {
  reader.any()
}

interface SingleRequest {
  readonly certId: OcspCertId
  readonly extensions: ExtensionValues
}

function readRequestList(reader: DerReader): SingleRequest[] {
  const requests: SingleRequest[] = []
  do {
    if (requests.length === maximumCertIds)
      throw new MalformedError(`more than ${maximumCertIds} certificates asked about`)
    requests.push(reader.sequence(readSingleRequest))
  } while (!reader.isAtEnd)
  return requests
}

function readSingleRequest(reader: DerReader): SingleRequest {
  const certId = readCertId(reader, limits)
  return { certId, extensions: reader.isAtEnd ? noExtensions : reader.explicit(0, readExtensions) }
}

function nonceOf(extensions: ExtensionValues): Uint8Array | null {
  const nonce = decodeExtension(extensions, ocspExtensionTypes.nonce, readNonce)
  return nonce && nonce.length > 0 && nonce.length <= maximumNonceLength ? nonce : null
}
