import { hash } from 'node:crypto'
import type { StatusAnswerOrder } from '../domain/ports/status-signer.ts'
import { readCertificate } from '../x509/certificate.ts'
import { assembleResponse } from '../x509/ocsp-response.ts'
import { encodeToBeSignedResponse } from '../x509/ocsp-response-data.ts'
import { type EngineTools, signWith } from './signing-keys.ts'

/** Responders have P-256 keys of their own. */
const algorithm = { family: 'EC', hash: 'SHA256' } as const

/** A whole OCSP response by a delegated responder, which sends its certificate along (RFC 6960 §4.2.2.3). */
export function signStatus({ signingKeys }: EngineTools, order: StatusAnswerOrder): Uint8Array {
  const { responder, key, answers, producedAt, nextUpdate, nonce } = order
  const { keyBits } = readCertificate(responder.certificateDer).publicKey
  const toBeSigned = encodeToBeSignedResponse({
    responderKeyHash: hash('sha1', keyBits, 'buffer'),
    producedAt,
    responses: answers.map(({ certIdDer, status }) => ({
      certIdDer,
      status,
      thisUpdate: producedAt,
      nextUpdate,
    })),
    nonce,
  })
  const signature = signWith(signingKeys.open(key), algorithm.hash, toBeSigned)
  return assembleResponse(toBeSigned, algorithm, signature, [responder.certificateDer])
}
