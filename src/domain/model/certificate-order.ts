import { DomainError } from './errors.ts'
import type { Validity } from './validity.ts'

/** What can be bought (client contract 1.1.1). No price is modelled: an order is paid once it is there. */
export const brands = ['GEOTRUST', 'GLOBALSIGN', 'SYMANTEC', 'CFCA', 'TRUSTASIA', 'VTRUS'] as const
export type Brand = (typeof brands)[number]

export const certificateTypes = [
  'DV_SSL_CERT',
  'DV_SSL_CERT_BASIC',
  'OV_SSL_CERT',
  'OV_SSL_CERT_PRO',
  'EV_SSL_CERT',
  'EV_SSL_CERT_PRO',
] as const
export type CertificateType = (typeof certificateTypes)[number]

export const domainTypes = ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD'] as const
export type DomainType = (typeof domainTypes)[number]

export const primaryDomainTypes = ['SINGLE_DOMAIN', 'WILDCARD_DOMAIN'] as const
export type PrimaryDomainType = (typeof primaryDomainTypes)[number]

/** What was bought, one for each certificate. */
export interface Product {
  readonly brand: Brand
  readonly type: CertificateType
  readonly domainType: DomainType
  /** Years that it lives for; 0 for three months. */
  readonly years: number
  /** How many names it may be good for. */
  readonly nameCount: number
  /** Of a multi-domain certificate: what its first name is, and how many names of each kind it may have. */
  readonly primary: PrimaryDomainType | null
  readonly plainCount: number | null
  readonly wildcardCount: number | null
}

/** A purchase: 32 hexadecimal digits for all of its certificates together. */
export interface CertificateOrder extends Product {
  readonly orderId: string
  readonly boughtAt: number
}

/** Whose company is looked at before it is issued. */
export const isOrganizationValidated = (type: CertificateType): boolean => !type.startsWith('DV_')

const monthsPerYear = 12
const shortestMonths = 3

export const orderMonths = ({ years }: Pick<Product, 'years'>): number =>
  years === 0 ? shortestMonths : years * monthsPerYear

/** When what was bought ends, if its first certificate comes at `start`: calendar months in UTC, cut to the last day. */
export function orderEnd(product: Pick<Product, 'years'>, start: number): number {
  const end = new Date(start)
  const day = end.getUTCDate()
  end.setUTCMonth(end.getUTCMonth() + orderMonths(product))
  if (end.getUTCDate() !== day) end.setUTCDate(0)
  return end.getTime()
}

const dayMs = 86_400_000

/** Whether the period that was bought goes on after this certificate, and now: nothing shorter than a day is issued. */
export const hasPeriodLeft = (
  { periodEndsAt }: { readonly periodEndsAt: number | null },
  { notAfter }: Pick<Validity, 'notAfter'>,
  now: number,
): boolean => periodEndsAt !== null && periodEndsAt - Math.max(notAfter, now) >= dayMs

const mostYears = 3
const mostNames = 250

/**
 * What was bought, of what was asked for: the kinds of names count for multi-domain certificates alone. Throws
 * `parameter-invalid` for a product that there is not, naming the field of the API.
 */
export function productOf(asked: Product): Product {
  const isMulti = asked.domainType === 'MULTI_DOMAIN'
  const product = isMulti ? asked : { ...asked, primary: null, plainCount: null, wildcardCount: null }
  checkProduct(product)
  return product
}

function checkProduct(product: Product): void {
  const { domainType, years, nameCount, primary, plainCount, wildcardCount } = product
  if (years > mostYears) throw invalid('effective_time', `must be 0 to ${mostYears}`)
  if (domainType !== 'MULTI_DOMAIN') {
    if (nameCount !== 1) throw invalid('domain_numbers', `must be 1 for ${domainType}`)
    return
  }
  if (nameCount < 2 || nameCount > mostNames) {
    throw invalid('domain_numbers', `must be 2 to ${mostNames} for MULTI_DOMAIN`)
  }
  if ((plainCount === null) !== (wildcardCount === null)) {
    const missing = plainCount === null ? 'single_domain_number' : 'wildcard_domain_number'
    throw invalid(missing, 'is required beside the other')
  }
  if (plainCount === null || wildcardCount === null) return
  if (plainCount + wildcardCount !== nameCount) {
    throw invalid('domain_numbers', 'must be single_domain_number and wildcard_domain_number together')
  }
  if (primary === 'WILDCARD_DOMAIN' && wildcardCount === 0) {
    throw invalid('wildcard_domain_number', 'must be at least 1 where the primary domain is a wildcard')
  }
  if (primary === 'SINGLE_DOMAIN' && plainCount === 0) {
    throw invalid('single_domain_number', 'must be at least 1 where the primary domain is none')
  }
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
