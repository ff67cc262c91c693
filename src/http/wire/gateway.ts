import type { DomainError, ErrorCode } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer } from './fault.ts'

/**
 * What the vendor's gateway answers before a service sees the request: unknown routes, sizes, and everything about
 * signatures (client contract 2.8; api-answers B).
 */
const signatureFaults: Partial<Record<ErrorCode, (error: DomainError) => string>> = {
  'credentials-missing': () => 'no X-Auth-Token and no signature',
  'signature-malformed': ({ facts }) =>
    `verify aksk signature fail, ${facts.reason ?? 'Authorization'} malformed`,
  'signature-expired': () => 'calc ak sk signature fail:signature expired',
  'signature-mismatch': () => 'verify aksk signature fail',
  'body-hash-mismatch': () => 'verify aksk signature fail, X-Sdk-Content-Sha256 is not the hash of the body',
  'access-key-unknown': ({ facts }) => `Get secretKey failed,ak:${facts.reason ?? ''},err:ak not exist`,
  'access-key-locked': ({ facts }) => `verify aksk signature fail, ${facts.reason ?? 'locked'}`,
}

/** The gateway's answer, where the fault is the gateway's. */
export function gatewayAnswer(fault: Fault, requestId: string): FaultAnswer | undefined {
  switch (fault.kind) {
    case 'route-unknown':
      return answer(404, 'APIG.0101', 'The API does not exist or has not been published', requestId)
    case 'method-unknown':
      return answer(405, 'APIG.0101', 'The API does not exist for this method', requestId)
    case 'too-large':
      return answer(413, 'APIG.0201', `Request entity too large: ${fault.reason}`, requestId)
    case 'refused': {
      if (fault.error.code === 'overloaded') {
        return answer(429, 'APIG.0308', 'The throttling threshold has been reached', requestId)
      }
      const tell = signatureFaults[fault.error.code]
      if (!tell) return undefined
      const message = `Incorrect IAM authentication information: ${tell(fault.error)}`
      return answer(401, 'APIG.0301', message, requestId)
    }
    case 'violation':
    case 'media-type':
    case 'unexpected':
      return undefined
  }
}

/** For requests that reach no family. */
export const gatewayDialect: Dialect = (fault, requestId) =>
  gatewayAnswer(fault, requestId) ??
  (fault.kind === 'violation' || fault.kind === 'media-type'
    ? answer(400, 'APIG.0201', 'Bad request', requestId)
    : answer(500, 'APIG.9999', 'Internal error', requestId))

const answer = (status: number, code: string, message: string, requestId: string): FaultAnswer => ({
  status,
  body: { error_code: code, error_msg: message, request_id: requestId },
})
