import type { CertificateApplication } from '../../domain/model/certificate-application.ts'
import { readPemText } from './read-pem-text.ts'

/** Who applies, in the words of both versions of the API. */
export interface ApplicationFields {
  readonly domain: string
  readonly sans?: string
  readonly csr?: string
  readonly company_name?: string
  readonly company_unit?: string
  readonly company_province?: string
  readonly company_city?: string
  readonly country?: string
  readonly applicant_name: string
  readonly applicant_phone: string
  readonly applicant_email: string
  readonly contact_name?: string
  readonly contact_phone?: string
  readonly contact_email?: string
}

export const readApplication = (fields: ApplicationFields): CertificateApplication => ({
  entered: {
    domain: fields.domain,
    otherDomains: fields.sans ?? '',
    requestPem: fields.csr === undefined || fields.csr === '' ? null : readPemText(fields.csr),
  },
  company: {
    name: told(fields.company_name),
    unit: told(fields.company_unit),
    province: told(fields.company_province),
    city: told(fields.company_city),
    country: told(fields.country),
  },
  applicant: {
    name: fields.applicant_name,
    phone: fields.applicant_phone,
    email: fields.applicant_email,
  },
  technicalContact: {
    name: told(fields.contact_name),
    phone: told(fields.contact_phone),
    email: told(fields.contact_email),
  },
})

const told = (text = ''): string | null => (text === '' ? null : text)

/** Null for what was not told. */
export const presentApplication = ({ company, applicant, technicalContact }: CertificateApplication) => ({
  country: company.country,
  company_name: company.name,
  company_unit: company.unit,
  company_province: company.province,
  company_city: company.city,
  applicant_name: applicant.name,
  applicant_phone: applicant.phone,
  applicant_email: applicant.email,
  contact_name: technicalContact.name,
  contact_phone: technicalContact.phone,
  contact_email: technicalContact.email,
})
