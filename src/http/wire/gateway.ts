import type { DomainError, ErrorCode } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer, KnownError } from './fault.ts'

/** What the vendor's gateway answers before a service sees the request (client contract 2.8; api-answers B). */
const answers = {
  'route-unknown': [404, 'APIG.0101', 'The API does not exist or has not been published'],
  'method-unknown': [405, 'APIG.0101', 'The API does not exist for this method'],
  malformed: [400, 'APIG.0201', 'Bad Request'],
  'too-slow': [408, 'APIG.0201', 'Request Timeout'],
  'too-large': [413, 'APIG.0201', 'Request entity too large'],
  'headers-too-large': [431, 'APIG.0201', 'Request Header Fields Too Large'],
  unauthenticated: [401, 'APIG.0301', 'Incorrect IAM authentication information'],
  overloaded: [429, 'APIG.0308', 'The throttling threshold has been reached'],
  unexpected: [500, 'APIG.9999', 'Internal error'],
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>

export const gatewayErrors: readonly KnownError[] = Object.values(answers).map(([status, code, message]) => ({
  status,
  code,
  message,
}))

/** Everything about signatures is the gateway's. */
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
    case 'method-unknown':
      return answer(fault.kind, requestId)
    case 'too-large':
      return answer(fault.kind, requestId, fault.reason)
    case 'refused': {
      if (fault.error.code === 'overloaded') return answer('overloaded', requestId)
      const tell = signatureFaults[fault.error.code]
      return tell && answer('unauthenticated', requestId, tell(fault.error))
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
  answer(fault.kind === 'violation' || fault.kind === 'media-type' ? 'malformed' : 'unexpected', requestId)

/** For what is no request: `failure` is how the parser of HTTP calls it. */
export const malformedAnswer = (failure: string | undefined, requestId: string) =>
  answer(malformedRequests[failure ?? ''] ?? 'malformed', requestId)

const malformedRequests: Readonly<Record<string, keyof typeof answers>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
}

function answer(kind: keyof typeof answers, requestId: string, detail?: string) {
  const [status, code, message] = answers[kind]
  const error_msg = detail === undefined ? message : `${message}: ${detail}`
  return { status, body: { error_code: code, error_msg, request_id: requestId } }
}
