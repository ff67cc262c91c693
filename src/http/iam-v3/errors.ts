import type { ErrorCode } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer, KnownError } from '../wire/fault.ts'
import { gatewayAnswer } from '../wire/gateway.ts'

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
} as const
type Status = keyof typeof titles

/** Leave a code of the domain out and the compiler names it; what only PCA can mean is a plain bad request here. */
const statuses = {
  'credentials-missing': 401,
  'signature-malformed': 401,
  'signature-expired': 401,
  'signature-mismatch': 401,
  'body-hash-mismatch': 401,
  'access-key-unknown': 401,
  'token-invalid': 401,
  'password-mismatch': 401,
  'access-key-locked': 401,
  'attempts-exhausted': 429,
  'account-disabled': 401,
  'action-denied': 403,
  'scope-unknown': 401,
  'parameter-invalid': 400,
  'authority-type-invalid': 400,
  'distinguished-name-invalid': 400,
  'key-algorithm-invalid': 400,
  'validity-invalid': 400,
  'domain-name-invalid': 400,
  'ip-address-invalid': 400,
  'alternative-name-type-invalid': 400,
  'path-length-invalid': 400,
  'revocation-list-configuration-invalid': 400,
  'certificate-request-invalid': 400,
  'imported-certificate-invalid': 400,
  'imported-chain-invalid': 400,
  'public-key-mismatch': 403,
  'private-key-invalid': 400,
  'certificate-domain-missing': 400,
  'certificate-domain-invalid': 400,
  'authority-not-found': 404,
  'issuer-not-found': 404,
  'certificate-not-found': 404,
  'certificate-request-not-found': 404,
  'identity-not-found': 404,
  'connection-not-found': 500,
  'identity-exists': 409,
  'state-forbids': 403,
  'in-flight': 403,
  'quota-exceeded': 403,
  overloaded: 429,
  'issuer-refused': 500,
  'issuer-unreachable': 500,
  'dns-refused': 500,
  'target-refused': 500,
  'target-denied': 500,
  'target-unreachable': 500,
  'target-unknown': 500,
  'target-project-unknown': 500,
  'private-key-absent': 500,
  'elb-refused': 500,
  'elb-denied': 500,
  'elb-failed': 500,
  'cdn-refused': 500,
  'cdn-denied': 500,
  'cdn-failed': 500,
  'waf-refused': 500,
  'waf-denied': 500,
  'waf-failed': 500,
  'bucket-store-failed': 500,
  'public-address-failed': 500,
  'certificate-processing-failed': 500,
  'key-processing-failed': 500,
  'key-sealing-failed': 500,
  'identity-store-failed': 500,
  unexpected: 500,
} as const satisfies Record<ErrorCode, Status>

const mediaTypeStatus = 415

const codeOf = (status: Status) => `IAM.0${status}`

export const generalIamCode = codeOf(400)
export const iamErrors: readonly KnownError[] = [
  ...new Set<Status>([...Object.values(statuses), mediaTypeStatus]),
].map((status) => ({ status, code: codeOf(status), message: titles[status] }))

const messages: Partial<Record<ErrorCode, string>> = {
  'password-mismatch': 'The username or password is wrong.',
  'token-invalid': 'The request you have made requires authentication.',
  'attempts-exhausted': 'Too many attempts. Try again in 5 minutes.',
  'account-disabled': 'The account is disabled.',
  'action-denied': 'You are not authorized to perform the requested action.',
  'scope-unknown': 'The scope of the token is unknown to the account.',
}

/** Keystone's body, and both names that SDKs look for (api-answers B, client contract 2.8). */
export const iamDialect: Dialect = (fault, requestId) => {
  const answer = gatewayAnswer(fault, requestId)
  if (!answer) return iamAnswer(fault)
  const { error_code, error_msg } = answer.body as { error_code: string; error_msg: string }
  return { status: answer.status, body: { ...keystone(answer.status as Status, error_msg), error_code } }
}

function iamAnswer(fault: Fault): FaultAnswer {
  switch (fault.kind) {
    case 'refused': {
      const { code, facts } = fault.error
      const status = statuses[code]
      const detail = [facts.parameter, facts.reason].filter(Boolean).join(' ')
      return worded(status, messages[code] ?? (status >= 500 || !detail ? titles[status] : detail))
    }
    case 'violation':
      return worded(400, `${fault.parameter} ${fault.reason}`)
    case 'media-type':
      return worded(mediaTypeStatus, fault.reason)
    default:
      return worded(500, titles[500])
  }
}

const worded = (status: Status, message: string): FaultAnswer => ({ status, body: keystone(status, message) })

const keystone = (status: Status, message: string) => ({
  error: { code: status, message, title: titles[status] },
  error_code: codeOf(status),
  error_msg: message,
})
