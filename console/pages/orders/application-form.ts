import type { PartOf } from '../../../src/contract/operation.ts'
import type { applyCertificate } from '../../../src/contract/scm-v3/orders.ts'
import type { Order } from './order.ts'

type Application = PartOf<typeof applyCertificate, 'body'>

export const proofMethods = ['DNS', 'FILE', 'EMAIL'] as const satisfies Application['domain_method'][]
export const keyAlgorithms = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_P256',
  'EC_P384',
] as const satisfies Application['key_algorithm'][]

/** An application in the words of the form; a name of an applicant is what the API calls it. */
export interface ApplicationForm {
  readonly domain: string
  readonly sans?: readonly string[]
  readonly domain_method: (typeof proofMethods)[number]
  /** Whether records are set by the installation, in a zone of its settings. */
  readonly auto_dns_auth?: boolean
  readonly keyFrom: 'here' | 'csr'
  readonly key_algorithm?: (typeof keyAlgorithms)[number]
  readonly csr?: string
  readonly applicant_name: string
  readonly applicant_phone: string
  readonly applicant_email: string
  readonly company_name?: string
  readonly company_unit?: string
  readonly country?: string
  readonly company_province?: string
  readonly company_city?: string
  readonly agreed?: boolean
}

/** What was told the last time, where there was one. */
export function firstApplication(order: Order): Partial<ApplicationForm> {
  const told = Object.entries(order.application_info ?? {}).filter(([, value]) => value !== null)
  return {
    ...Object.fromEntries(told),
    ...(order.domain !== null && { domain: order.domain }),
    ...(order.sans !== null && {
      sans: order.sans.split(';').filter((name) => name && name !== order.domain),
    }),
    domain_method: proofMethods.find((one) => one === order.validation_method) ?? 'DNS',
    keyFrom: 'here',
    key_algorithm: 'RSA_2048',
  }
}

export function requestOf(form: ApplicationForm): Application {
  const { sans = [], keyFrom, key_algorithm, csr, auto_dns_auth, agreed: _agreed, ...rest } = form
  return {
    ...rest,
    agree_privacy_protection: true,
    ...(sans.length > 0 && { sans: sans.join(';') }),
    ...(keyFrom === 'csr' ? csr !== undefined && { csr } : key_algorithm && { key_algorithm }),
    ...(form.domain_method === 'DNS' && auto_dns_auth && { auto_dns_auth }),
  }
}
