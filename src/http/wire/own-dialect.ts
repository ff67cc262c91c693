import type { ErrorCode } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer, KnownError } from './fault.ts'
import { gatewayAnswer } from './gateway.ts'

const sentences = {
  400: 'Incorrect parameter.',
  401: 'Incorrect X-Auth-Token in the request header.',
  403: 'Insufficient permissions. Contact administrator.',
  404: 'The resource does not exist.',
  500: 'Unknown error. Please contact technical support.',
} as const
type Status = keyof typeof sentences

/** Leave a code of the domain out and the compiler names it; what a list can't mean is a failure of ours here. */
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
  'attempts-exhausted': 401,
  'account-disabled': 401,
  'action-denied': 403,
  'scope-unknown': 403,
  'parameter-invalid': 400,
  'authority-type-invalid': 500,
  'distinguished-name-invalid': 500,
  'key-algorithm-invalid': 500,
  'validity-invalid': 500,
  'domain-name-invalid': 500,
  'ip-address-invalid': 500,
  'alternative-name-type-invalid': 500,
  'path-length-invalid': 500,
  'revocation-list-configuration-invalid': 500,
  'certificate-request-invalid': 500,
  'imported-certificate-invalid': 500,
  'imported-chain-invalid': 500,
  'public-key-mismatch': 500,
  'private-key-invalid': 500,
  'certificate-domain-missing': 500,
  'certificate-domain-invalid': 500,
  'authority-not-found': 500,
  'issuer-not-found': 500,
  'certificate-not-found': 500,
  'certificate-request-not-found': 500,
  'identity-not-found': 500,
  'connection-not-found': 404,
  'identity-exists': 500,
  'state-forbids': 500,
  'in-flight': 500,
  'quota-exceeded': 500,
  overloaded: 500,
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

/** What families of our own say, beside those of the vendor: a prefix of their own before the same few codes. */
export interface OwnDialect {
  readonly dialect: Dialect
  readonly errors: readonly KnownError[]
  /** Of a wrong parameter. */
  readonly generalCode: string
}

/** `prefix`: as in `AUDIT.0403`. `hasObjects`: whether anything in it can be absent. */
export function ownDialect(prefix: string, hasObjects = false): OwnDialect {
  const codeOf = (status: Status) => `${prefix}.0${status}`
  return {
    dialect: (fault, requestId) => gatewayAnswer(fault, requestId) ?? ownAnswer(fault, codeOf),
    errors: Object.entries(sentences)
      .map(([text, message]) => {
        const status = Number(text) as Status
        return { status, code: codeOf(status), message }
      })
      .filter(({ status }) => hasObjects || status !== 404),
    generalCode: codeOf(400),
  }
}

type CodeOf = (status: Status) => string

function ownAnswer(fault: Fault, codeOf: CodeOf): FaultAnswer {
  switch (fault.kind) {
    case 'refused': {
      const { code, facts } = fault.error
      const status = statuses[code]
      return status === 500 ? worded(codeOf, 500) : worded(codeOf, status, facts.parameter, facts.reason)
    }
    case 'violation':
      return worded(codeOf, 400, fault.parameter, fault.reason)
    default:
      return worded(codeOf, 500)
  }
}

function worded(codeOf: CodeOf, status: Status, parameter?: string, reason?: string): FaultAnswer {
  const detail = [parameter, reason].filter(Boolean).join(' ')
  const message = detail ? `${sentences[status]}: ${detail}` : sentences[status]
  return { status, body: { error_code: codeOf(status), error_msg: message } }
}
