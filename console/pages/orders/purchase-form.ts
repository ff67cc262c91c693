import type { PartOf } from '../../../src/contract/operation.ts'
import type { subscribeCertificate } from '../../../src/contract/scm-v3/orders.ts'

type Purchase = PartOf<typeof subscribeCertificate, 'body'>

export const types = ['DV_SSL_CERT', 'OV_SSL_CERT', 'EV_SSL_CERT'] as const satisfies Purchase['cert_type'][]
export const brands = [
  'GEOTRUST',
  'GLOBALSIGN',
  'SYMANTEC',
  'CFCA',
  'TRUSTASIA',
  'VTRUS',
] as const satisfies Purchase['cert_brand'][]
export const domainTypes = [
  'SINGLE_DOMAIN',
  'MULTI_DOMAIN',
  'WILDCARD',
] as const satisfies Purchase['domain_type'][]

/** What is bought, in the words of the form. */
export interface PurchaseForm {
  readonly cert_type: (typeof types)[number]
  readonly cert_brand: (typeof brands)[number]
  readonly domain_type: (typeof domainTypes)[number]
  /** In years; 0 for three months. */
  readonly effective_time: number
  readonly order_number: number
  /** Of several domains: how many of each kind. */
  readonly single_domain_number?: number
  readonly wildcard_domain_number?: number
  readonly agreed?: boolean
}

export const firstPurchase: PurchaseForm = {
  cert_type: 'DV_SSL_CERT',
  cert_brand: 'GEOTRUST',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  order_number: 1,
  single_domain_number: 2,
  wildcard_domain_number: 0,
}

/** Beside several domains the first is a plain one wherever there is one. */
export function requestOf(form: PurchaseForm): Purchase {
  const {
    agreed: _agreed,
    single_domain_number: plain = 0,
    wildcard_domain_number: wildcards = 0,
    ...rest
  } = form
  const bought = { ...rest, agree_privacy_protection: true as const, is_auto_pay: true }
  if (form.domain_type !== 'MULTI_DOMAIN') return { ...bought, domain_numbers: 1 }
  return {
    ...bought,
    domain_numbers: plain + wildcards,
    primary_domain_type: plain > 0 ? 'SINGLE_DOMAIN' : 'WILDCARD_DOMAIN',
    single_domain_number: plain,
    wildcard_domain_number: wildcards,
  }
}
