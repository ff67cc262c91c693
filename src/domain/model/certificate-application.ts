import { DomainError } from './errors.ts'

/** Who a person is to whom somebody may have to speak. */
export interface Contact {
  readonly name: string
  readonly phone: string
  readonly email: string
}

/** The company that an OV or EV certificate names. */
export interface ApplyingCompany {
  readonly name: string | null
  readonly unit: string | null
  readonly province: string | null
  readonly city: string | null
  /** Two letters. */
  readonly country: string | null
}

export interface EnteredNames {
  readonly domain: string
  /** By semicolons. */
  readonly otherDomains: string
  /** PEM; null where the key is to be made here. */
  readonly requestPem: string | null
}

/** What was said about those who apply: personal, erased when its use is no longer agreed to. */
export interface CertificateApplication {
  /** As they were entered. */
  readonly entered: EnteredNames
  readonly company: ApplyingCompany
  readonly applicant: Contact
  /** Null for what was not told. */
  readonly technicalContact: { readonly [Part in keyof Contact]: string | null }
}

/** As the API calls them; the unit need not be there. */
const required = {
  name: 'company_name',
  province: 'company_province',
  city: 'company_city',
  country: 'country',
} as const satisfies Partial<Record<keyof ApplyingCompany, string>>

/** Throws `parameter-invalid` where a company that is looked at is not told in full. */
export function checkCompany(company: ApplyingCompany): void {
  for (const [part, parameter] of Object.entries(required) as [keyof typeof required, string][]) {
    if (company[part] !== null) continue
    throw new DomainError('parameter-invalid', { parameter, reason: 'is required for OV and EV' })
  }
}
