import type { DomainError, ErrorCode } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer, KnownError } from '../wire/fault.ts'
import { gatewayAnswer } from '../wire/gateway.ts'

/** The reference's sentences, A.2.1; where one says less than is true here, the rest is ours (api-answers B). */
const sentences = {
  'PCA.00020001': [400, 'Incorrect parameter.'],
  'PCA.00020101': [400, 'Incorrect certificate distinguished name.'],
  'PCA.00020102': [400, 'Invalid key algorithm. Only RSA2048, RSA4096, EC256, and EC384 are supported.'],
  'PCA.00020103': [400, 'Invalid signature hash algorithm. Only SHA256, SHA384, and SHA512 are supported.'],
  'PCA.00020109': [400, 'Invalid validity period type or value. Only year, month, day, or hour supported.'],
  'PCA.00020110': [400, 'Incorrect domain name.'],
  'PCA.00020111': [400, 'Invalid IP. Enter an IPv4 or IPv6 address.'],
  'PCA.00020112': [
    400,
    'Invalid alternative name type of the certificate subject. Enter DNS, IP, EMAIL, or URI.',
  ],
  'PCA.00020201': [
    400,
    'Invalid CA ID. Valid CA IDs use a hexadecimal xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx format.',
  ],
  'PCA.00020202': [400, 'Invalid CA type. Only root CA and subordinate CA are supported.'],
  'PCA.00020203': [400, 'Invalid CA path length. The value range is [0, 6].'],
  'PCA.00020204': [400, 'Invalid CRL configuration.'],
  'PCA.00020301': [
    400,
    'Invalid certificate ID. Valid certificate IDs use a hexadecimal xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx format.',
  ],
  'PCA.00020401': [400, 'Incorrect certificate signature request.'],
  'PCA.00020402': [400, 'Incorrect certificate.'],
  'PCA.00020403': [400, 'Incorrect certificate chain.'],
  'PCA.00020404': [
    400,
    'Invalid status. The status can only be Pending activation, Activated, Disabled, Pending deletion, or Expired.',
  ],
  'PCA.00010001': [401, 'Incorrect X-Auth-Token in the request header.'],
  'PCA.00010002': [401, 'Account frozen. Please contact technical support.'],
  'PCA.00010004': [401, 'Insufficient permissions. Contact administrator.'],
  'PCA.00000006': [403, 'Obtaining OBS buckets failed. Please contact technical support.'],
  'PCA.00030001': [403, 'CA or certificate quantity exceeds quota.'],
  'PCA.00030201': [403, 'Operation not allowed in the current status.'],
  'PCA.00030301': [403, 'Certificate public key and private key does not match.'],
  'PCA.00030102': [404, 'CA or certificate is not found.'],
  'PCA.00030103': [404, 'Issuer CA is not found'],
  'PCA.00000001': [500, 'Unknown error. Please contact technical support.'],
  'PCA.00000003': [500, 'Certificate processing failed. Please contact technical support.'],
  'PCA.00000004': [500, 'Key processing failed. Please contact technical support.'],
  'PCA.00000005': [500, 'Authentication failed. Please contact technical support.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>

type PcaCode = keyof typeof sentences

/** Of what is wrong and has no code of its own; a wrong media type has none either. */
export const generalPcaCode: PcaCode = 'PCA.00020001'
const mediaTypeStatus = 415

export const pcaErrors: readonly KnownError[] = [
  ...Object.entries(sentences).map(([code, [status, message]]) => ({ status, code, message })),
  { status: mediaTypeStatus, code: generalPcaCode, message: sentences[generalPcaCode][1] },
]

/** Leave a code of the domain out and the compiler names it. The gateway's own are answered before this is asked. */
const codes = {
  'credentials-missing': 'PCA.00010001',
  'signature-malformed': 'PCA.00010001',
  'signature-expired': 'PCA.00010001',
  'signature-mismatch': 'PCA.00010001',
  'body-hash-mismatch': 'PCA.00010001',
  'access-key-unknown': 'PCA.00010001',
  'access-key-locked': 'PCA.00010001',
  'attempts-exhausted': 'PCA.00010001',
  'token-invalid': 'PCA.00010001',
  'password-mismatch': 'PCA.00010001',
  'account-disabled': 'PCA.00010002',
  'action-denied': 'PCA.00010004',
  'scope-unknown': 'PCA.00010004',
  'parameter-invalid': 'PCA.00020001',
  'authority-type-invalid': 'PCA.00020202',
  'distinguished-name-invalid': 'PCA.00020101',
  'key-algorithm-invalid': 'PCA.00020102',
  'validity-invalid': 'PCA.00020109',
  'domain-name-invalid': 'PCA.00020110',
  'ip-address-invalid': 'PCA.00020111',
  'alternative-name-type-invalid': 'PCA.00020112',
  'path-length-invalid': 'PCA.00020203',
  'revocation-list-configuration-invalid': 'PCA.00020204',
  'certificate-request-invalid': 'PCA.00020401',
  'imported-certificate-invalid': 'PCA.00020402',
  'imported-chain-invalid': 'PCA.00020403',
  'public-key-mismatch': 'PCA.00030301',
  'private-key-invalid': 'PCA.00020001',
  'certificate-domain-missing': 'PCA.00020402',
  'certificate-domain-invalid': 'PCA.00020402',
  'authority-not-found': 'PCA.00030102',
  'issuer-not-found': 'PCA.00030103',
  'certificate-not-found': 'PCA.00030102',
  'certificate-request-not-found': 'PCA.00030102',
  'identity-not-found': 'PCA.00020001',
  'connection-not-found': 'PCA.00000001',
  'identity-exists': 'PCA.00020001',
  'state-forbids': 'PCA.00030201',
  'in-flight': 'PCA.00030201',
  'quota-exceeded': 'PCA.00030001',
  overloaded: 'PCA.00000001',
  'issuer-refused': 'PCA.00000001',
  'issuer-unreachable': 'PCA.00000001',
  'dns-refused': 'PCA.00000001',
  'target-refused': 'PCA.00000001',
  'target-denied': 'PCA.00000001',
  'target-unreachable': 'PCA.00000001',
  'target-unknown': 'PCA.00000001',
  'target-project-unknown': 'PCA.00000001',
  'private-key-absent': 'PCA.00000001',
  'elb-refused': 'PCA.00000001',
  'elb-denied': 'PCA.00000001',
  'elb-failed': 'PCA.00000001',
  'cdn-refused': 'PCA.00000001',
  'cdn-denied': 'PCA.00000001',
  'cdn-failed': 'PCA.00000001',
  'waf-refused': 'PCA.00000001',
  'waf-denied': 'PCA.00000001',
  'waf-failed': 'PCA.00000001',
  'bucket-store-failed': 'PCA.00000006',
  'public-address-failed': 'PCA.00000001',
  'certificate-processing-failed': 'PCA.00000003',
  'key-processing-failed': 'PCA.00000004',
  'key-sealing-failed': 'PCA.00000004',
  'identity-store-failed': 'PCA.00000005',
  unexpected: 'PCA.00000001',
} as const satisfies Record<ErrorCode, PcaCode>

export const pcaDialect: Dialect = (fault, requestId) => gatewayAnswer(fault, requestId) ?? pcaAnswer(fault)

function pcaAnswer(fault: Fault): FaultAnswer {
  switch (fault.kind) {
    case 'refused':
      return refusal(fault.error)
    case 'violation':
      return worded(isPcaCode(fault.code) ? fault.code : generalPcaCode, fault.parameter, fault.reason)
    case 'media-type':
      return { ...worded(generalPcaCode, undefined, fault.reason), status: mediaTypeStatus }
    default:
      return worded('PCA.00000001')
  }
}

/** A failure of ours says nothing of its inside; a refusal says which parameter, and why. */
function refusal({ code, facts }: DomainError): FaultAnswer {
  const pcaCode = codes[code]
  const [status] = sentences[pcaCode]
  return status >= 500 ? worded(pcaCode) : worded(pcaCode, facts.parameter, facts.reason)
}

function worded(code: PcaCode, parameter?: string, reason?: string): FaultAnswer {
  const [status, sentence] = sentences[code]
  const detail = [parameter, reason].filter(Boolean).join(' ')
  const message = detail ? `${sentence}: ${detail}` : sentence
  return { status, body: { error_code: code, error_msg: message.slice(0, 1024) } }
}

const isPcaCode = (code: string | undefined): code is PcaCode =>
  code !== undefined && Object.hasOwn(sentences, code)
