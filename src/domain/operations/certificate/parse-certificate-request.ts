import type { NameAttributes } from '../../../x509/name.ts'
import { encodePem } from '../../../x509/pem.ts'
import { type PublicKeyAlgorithm, signatureAlgorithmName } from '../../model/key-algorithm.ts'
import type { Call } from '../world.ts'
import { readSoundRequest } from './read-request.ts'

/** What a request asks for, as the API shows it (API reference 4.1.2.4). */
export interface ParsedRequestView {
  readonly subject: NameAttributes
  readonly publicKey: PublicKeyAlgorithm
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKeyPem: string
  readonly signatureAlgorithm: string
}

export async function parseCertificateRequest(
  call: Call,
  { requestPem }: { readonly requestPem: string },
): Promise<ParsedRequestView> {
  const request = await readSoundRequest(call, requestPem)
  const { algorithm } = request.publicKey
  return {
    subject: request.subject,
    publicKey: algorithm,
    publicKeyPem: encodePem('PUBLIC KEY', request.publicKeyDer),
    signatureAlgorithm: signatureAlgorithmName(request.signatureAlgorithm.hash, algorithm.family),
  }
}
