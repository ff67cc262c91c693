import { type AlternativeName, parseAlternativeName, withoutDuplicates } from './alternative-name.ts'
import { attributeFault, type DistinguishedName } from './distinguished-name.ts'
import { DomainError } from './errors.ts'
import { parseIpAddress } from './ip-address.ts'

/** For a person, or for a company, which then must be named. */
export const requestUsages = ['PERSONAL', 'ENTERPRISE'] as const
export type RequestUsage = (typeof requestUsages)[number]

/** Who applies; null for what is not in the request. */
export type Company = Pick<DistinguishedName, 'country' | 'state' | 'locality' | 'organization'>

/** A request for a certificate (CSR) that is kept for its owner. Times in ms since the epoch. */
export interface StoredRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string
  readonly name: string
  /** PKCS #10 (RFC 2986). */
  readonly requestPem: string
  /** The common name. */
  readonly domainName: string
  /** The other names as they were given, by semicolons. */
  readonly otherNames: string
  /** `RSA3072`, `EC256`. */
  readonly keyAlgorithm: string
  /** SHA-256 of the SubjectPublicKeyInfo in hexadecimal: which certificate is this request's. */
  readonly publicKeyHash: string
  readonly hasKey: boolean
  readonly usage: RequestUsage
  readonly company: Company
  readonly createdAt: number
  readonly updatedAt: number
}

/** What a request to be made shall say. */
export interface RequestContent {
  readonly subject: DistinguishedName
  /** The common name first. */
  readonly alternativeNames: readonly AlternativeName[]
}

export interface RequestWishes {
  readonly domainName: string
  /** Host names and addresses by semicolons. */
  readonly otherNames: string
  readonly usage: RequestUsage
  readonly company: Company
}

const mostNames = 100

/** Throws `domain-name-invalid`, `ip-address-invalid` and `parameter-invalid`, naming the field of the API. */
export function requestContent({ domainName, otherNames, usage, company }: RequestWishes): RequestContent {
  const others = otherNames
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (others.length >= mostNames) throw invalid('sans', `may hold ${mostNames - 1} names`)
  const alternativeNames = [
    hostName(domainName, 'domain_name'),
    ...others.map((name) => hostName(name, 'sans')),
  ]
  checkCompany(company, usage)
  return {
    subject: { ...company, organizationalUnit: null, commonName: domainName },
    alternativeNames: withoutDuplicates(alternativeNames),
  }
}

const hostName = (name: string, parameter: string) =>
  parseAlternativeName(parseIpAddress(name) ? 'IP' : 'DNS', name, parameter)

/** As the API calls the parts. */
const companyParameters = {
  country: 'company_country',
  state: 'company_province',
  locality: 'company_city',
  organization: 'company_name',
} as const satisfies Record<keyof Company, string>

function checkCompany(company: Company, usage: RequestUsage): void {
  for (const [attribute, parameter] of Object.entries(companyParameters) as [keyof Company, string][]) {
    const value = company[attribute]
    if (value === null) {
      if (usage === 'ENTERPRISE') throw invalid(parameter, 'is required where usage is ENTERPRISE')
      continue
    }
    const fault = attributeFault(attribute, value)
    if (fault !== undefined) throw invalid(parameter, fault)
  }
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
