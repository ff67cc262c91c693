import { type ParsedCertificateRequest, readCertificateRequest } from '../../../x509/certificate-request.ts'
import { MalformedError } from '../../../x509/malformed.ts'
import { decodePem } from '../../../x509/pem.ts'
import { DomainError } from '../../model/errors.ts'
import { signatureHashes } from '../../model/key-algorithm.ts'
import type { Call } from '../world.ts'

/** The API's bound on a request in PEM, in characters (API reference, table 4-136). */
const maximumCharacters = 5120
const labels = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']
/** RFC 5480 §2.2: every implementation reads this form, and many no other. */
const uncompressedPoint = 4
const rsaBits = { smallest: 2048, largest: 8192 }

/** A request whose own signature holds and whose key is strong enough; the common name is there. */
export interface SoundRequest extends ParsedCertificateRequest {
  readonly commonName: string
}

/** Throws `certificate-request-invalid` for everything that api-answers B lists under PCA.00020401. */
export async function readSoundRequest(call: Call, pem: string): Promise<SoundRequest> {
  const request = parse(pem)
  checkKey(request)
  const { hash } = request.signatureAlgorithm
  if (!(signatureHashes as readonly string[]).includes(hash)) throw invalid(`signed with ${hash}`)
  const commonName = checkSubject(request)
  const isOwn = await call.signatureVerifier.verify({ ...request, hash })
  if (!isOwn) throw invalid('its own signature does not verify')
  return { ...request, commonName }
}

function parse(pem: string): ParsedCertificateRequest {
  if (pem.length > maximumCharacters) throw invalid(`longer than ${maximumCharacters} characters`)
  try {
    const [block, ...others] = decodePem(pem)
    if (!block || others.length > 0 || !labels.includes(block.label)) {
      throw invalid('must be one PEM block CERTIFICATE REQUEST')
    }
    return readCertificateRequest(block.der)
  } catch (error) {
    if (error instanceof MalformedError) throw invalid(error.message)
    throw error
  }
}

function checkKey({ publicKey: { algorithm, keyBits, rsaExponent } }: ParsedCertificateRequest): void {
  if (algorithm.family === 'EC') {
    if (keyBits[0] !== uncompressedPoint) throw invalid('the EC point must be uncompressed')
    return
  }
  if (algorithm.bits < rsaBits.smallest || algorithm.bits > rsaBits.largest) {
    throw invalid(`an RSA key must have ${rsaBits.smallest} to ${rsaBits.largest} bits`)
  }
  if (rsaExponent === null || rsaExponent === 1n || rsaExponent % 2n === 0n) {
    throw invalid('the RSA exponent must be odd and larger than 1')
  }
}

function checkSubject({ subject, requested }: ParsedCertificateRequest): string {
  const { commonName } = subject
  if (commonName === null) throw invalid('the subject must have a common name')
  if (commonName === '' || Array.from(commonName).length > 64)
    throw invalid('the common name must have 1 to 64 characters')
  if (requested.unsupportedAlternativeNames > 0) {
    throw invalid('an alternative name is neither DNS, IP, EMAIL nor URI')
  }
  return commonName
}

export const invalid = (reason: string) =>
  new DomainError('certificate-request-invalid', { parameter: 'csr', reason })
