import { DomainError, type ErrorCode, type ErrorFacts } from '../../domain/model/errors.ts'
import type { Dialect, Fault, FaultAnswer, KnownError } from '../wire/fault.ts'
import { gatewayAnswer } from '../wire/gateway.ts'

/** The reference's sentences, A.2; 0001 and 0004 are ours, since it has neither (api-answers B). */
const sentences = {
  'SCM.0005': [400, 'Incorrect request parameter.'],
  'SCM.0009': [400, 'Failed to upload the certificate because no domain name is bound to the certificate.'],
  'SCM.0010': [400, 'This operation is not allowed by the current certificate type or status.'],
  'SCM.0012': [
    400,
    'The uploaded private key failed to be resolved. Ensure that the certificate has been issued.',
  ],
  'SCM.0013': [
    400,
    'The uploaded certificate chain failed to be resolved. Ensure that the certificate has been issued.',
  ],
  'SCM.0014': [400, 'The uploaded certificate does not match the private key.'],
  'SCM.0015': [
    400,
    'The number or format of domain names entered does not meet the requirements of the your certificate.',
  ],
  'SCM.0020': [400, 'Incorrect certificate ID.'],
  'SCM.0031': [400, 'Certificate parsing error.'],
  'SCM.0032': [400, 'Incorrect certificate name.'],
  'SCM.0030': [400, 'Certificates cannot be pushed to this service.'],
  'SCM.0059': [400, 'The certificate private key is empty.'],
  'SCM.0069': [400, 'No projects found.'],
  'SCM.0201': [400, 'Failed to push to ELB.'],
  'SCM.0202': [400, 'Insufficient ELB permissions'],
  'SCM.0203': [400, 'Failed to push to ELB.'],
  'SCM.0211': [400, 'Failed to push to CDN.'],
  'SCM.0212': [400, 'Insufficient CDN permissions'],
  'SCM.0221': [400, 'Failed to push to WAF.'],
  'SCM.0222': [400, 'Insufficient WAF permissions'],
  'SCM.0070': [400, 'Incorrect format of the domain bound to the certificate to be uploaded.'],
  'SCM.1000': [401, 'The token of the request fails to be authenticated'],
  'SCM.1010': [401, 'Your account is frozen.'],
  'SCM.4002': [401, 'You do not have permission to perform this operation.'],
  'SCM.0002': [403, 'Incorrect tenant ID.'],
  'SCM.0004': [403, 'The number of certificates exceeds the quota.'],
  'SCM.0008': [404, 'Abnormal certificate ID'],
  'SCM.0707': [404, 'The CSR does not exist.'],
  'SCM.0001': [500, 'Internal error. Contact the customer service.'],
  'SCM.0007': [500, 'Failed to download the certificate.'],
  'SCM.0016': [500, 'The order is abnormal.'],
  'SCM.0037': [500, 'Failed to encrypt the certificate.'],
  'SCM.0038': [500, 'Failed to decrypt the certificate.'],
  'SCM.0213': [500, 'Failed to push to CDN.'],
  'SCM.0223': [500, 'Failed to push to WAF.'],
  'SCM.4001': [500, 'An error occurred when accessing the PDP API.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>

type ScmCode = keyof typeof sentences

/** Of what is wrong and has no code of its own; a wrong media type has none either. */
export const generalScmCode: ScmCode = 'SCM.0005'
const mediaTypeStatus = 415

export const scmErrors: readonly KnownError[] = [
  ...Object.entries(sentences).map(([code, [status, message]]) => ({ status, code, message })),
  { status: mediaTypeStatus, code: generalScmCode, message: sentences[generalScmCode][1] },
]

/** Leave a code of the domain out and the compiler names it. The gateway's own are answered before this is asked. */
const codes = {
  'credentials-missing': 'SCM.1000',
  'signature-malformed': 'SCM.1000',
  'signature-expired': 'SCM.1000',
  'signature-mismatch': 'SCM.1000',
  'body-hash-mismatch': 'SCM.1000',
  'access-key-unknown': 'SCM.1000',
  'access-key-locked': 'SCM.1000',
  'attempts-exhausted': 'SCM.1000',
  'token-invalid': 'SCM.1000',
  'password-mismatch': 'SCM.1000',
  'account-disabled': 'SCM.1010',
  'action-denied': 'SCM.4002',
  'scope-unknown': 'SCM.0002',
  'parameter-invalid': 'SCM.0005',
  'authority-type-invalid': 'SCM.0005',
  'distinguished-name-invalid': 'SCM.0005',
  'key-algorithm-invalid': 'SCM.0005',
  'validity-invalid': 'SCM.0005',
  'domain-name-invalid': 'SCM.0015',
  'ip-address-invalid': 'SCM.0015',
  'alternative-name-type-invalid': 'SCM.0015',
  'path-length-invalid': 'SCM.0005',
  'revocation-list-configuration-invalid': 'SCM.0005',
  'certificate-request-invalid': 'SCM.0005',
  'imported-certificate-invalid': 'SCM.0031',
  'imported-chain-invalid': 'SCM.0013',
  'public-key-mismatch': 'SCM.0014',
  'private-key-invalid': 'SCM.0012',
  'certificate-domain-missing': 'SCM.0009',
  'certificate-domain-invalid': 'SCM.0070',
  'authority-not-found': 'SCM.0005',
  'issuer-not-found': 'SCM.0005',
  'certificate-not-found': 'SCM.0008',
  'certificate-request-not-found': 'SCM.0707',
  'identity-not-found': 'SCM.0005',
  'connection-not-found': 'SCM.0001',
  'identity-exists': 'SCM.0005',
  'state-forbids': 'SCM.0010',
  'in-flight': 'SCM.0016',
  'quota-exceeded': 'SCM.0004',
  overloaded: 'SCM.0001',
  'issuer-refused': 'SCM.0001',
  'issuer-unreachable': 'SCM.0001',
  'dns-refused': 'SCM.0001',
  'target-refused': 'SCM.0001',
  'target-denied': 'SCM.0001',
  'target-unreachable': 'SCM.0001',
  'target-unknown': 'SCM.0030',
  'target-project-unknown': 'SCM.0069',
  'private-key-absent': 'SCM.0059',
  'elb-refused': 'SCM.0201',
  'elb-denied': 'SCM.0202',
  'elb-failed': 'SCM.0203',
  'cdn-refused': 'SCM.0211',
  'cdn-denied': 'SCM.0212',
  'cdn-failed': 'SCM.0213',
  'waf-refused': 'SCM.0221',
  'waf-denied': 'SCM.0222',
  'waf-failed': 'SCM.0223',
  'bucket-store-failed': 'SCM.0001',
  'public-address-failed': 'SCM.0001',
  'certificate-processing-failed': 'SCM.0007',
  'key-processing-failed': 'SCM.0038',
  'key-sealing-failed': 'SCM.0037',
  'identity-store-failed': 'SCM.4001',
  unexpected: 'SCM.0001',
} as const satisfies Record<ErrorCode, ScmCode>

/** `names`: what a version of the API calls parameters that the domain's refusals name by another. */
export const createScmDialect =
  (names: Readonly<Record<string, string>> = {}): Dialect =>
  (fault, requestId) =>
    gatewayAnswer(fault, requestId) ?? scmAnswer(renamed(fault, names))

export const scmDialect: Dialect = createScmDialect()

function renamed(fault: Fault, names: Readonly<Record<string, string>>): Fault {
  if (fault.kind !== 'refused') return fault
  const { code, facts } = fault.error
  const name = Object.hasOwn(names, facts.parameter ?? '') ? names[facts.parameter ?? ''] : undefined
  if (name === undefined) return fault
  return { ...fault, error: new DomainError(code, { ...facts, parameter: name }) }
}

function scmAnswer(fault: Fault): FaultAnswer {
  switch (fault.kind) {
    case 'refused':
      return refusal(fault.error)
    case 'violation':
      return worded(isScmCode(fault.code) ? fault.code : generalScmCode, fault.parameter, fault.reason)
    case 'media-type':
      return { ...worded(generalScmCode, undefined, fault.reason), status: mediaTypeStatus }
    default:
      return worded('SCM.0001')
  }
}

/** What the caller is told of a refusal, for answers that tell of several. */
export function refusalText(error: DomainError): string {
  const { code, message } = wordedRefusal(error)
  return `${code}: ${message}`
}

/** A failure of ours says nothing of its inside; a refusal says which parameter, and why. */
function refusal(error: DomainError): FaultAnswer {
  const { status, code, message } = wordedRefusal(error)
  return { status, body: { error_code: code, error_msg: message } }
}

/** Failures of others, and what is only too early. */
const toldInFull: readonly ErrorCode[] = ['in-flight', 'cdn-failed', 'waf-failed']

function wordedRefusal({ code, facts }: DomainError) {
  const scmCode = codes[code]
  const [status] = sentences[scmCode]
  const isTold = status < 500 || toldInFull.includes(code)
  return { status, code: scmCode, message: isTold ? sentenceOf(scmCode, facts) : sentenceOf(scmCode) }
}

function worded(code: ScmCode, parameter?: string, reason?: string): FaultAnswer {
  const [status] = sentences[code]
  const facts = { ...(parameter && { parameter }), ...(reason && { reason }) }
  return { status, body: { error_code: code, error_msg: sentenceOf(code, facts) } }
}

function sentenceOf(code: ScmCode, { parameter, reason }: ErrorFacts = {}): string {
  const [, sentence] = sentences[code]
  const detail = [parameter, reason].filter(Boolean).join(' ')
  return (detail ? `${sentence}: ${detail}` : sentence).slice(0, 1024)
}

const isScmCode = (code: string | undefined): code is ScmCode =>
  code !== undefined && Object.hasOwn(sentences, code)
