import { Type } from 'typebox'
import { type ApiOperation, oneOf } from '../operation.ts'
import { Tag } from '../tag.ts'
import * as shapes from './shapes.ts'

/** From buying to giving back: client contract 1.1, operations 7 and 11 to 13. */

const root = '/v3/scm/certificates'
const one = `${root}/{certificate_id}`
const single = { kind: 'cert', parameter: 'certificate_id' } as const

const Agreement = Type.Literal(true, { expectation: 'must be true' })

export const SubscribeBody = Type.Object({
  cert_brand: oneOf(['GEOTRUST', 'GLOBALSIGN', 'SYMANTEC', 'CFCA', 'TRUSTASIA', 'VTRUS']),
  cert_type: oneOf([
    'DV_SSL_CERT',
    'DV_SSL_CERT_BASIC',
    'EV_SSL_CERT',
    'EV_SSL_CERT_PRO',
    'OV_SSL_CERT',
    'OV_SSL_CERT_PRO',
  ]),
  domain_type: oneOf(['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']),
  effective_time: Type.Integer({ minimum: 0, maximum: 3, description: 'in years; 0: three months' }),
  domain_numbers: Type.Integer({
    minimum: 1,
    maximum: 250,
    description: '1 unless domain_type is MULTI_DOMAIN',
  }),
  order_number: Type.Integer({ minimum: 1, maximum: 100, description: 'how many certificates' }),
  agree_privacy_protection: Agreement,
  is_auto_pay: Type.Optional(Type.Boolean({ description: 'no money is asked for here' })),
  primary_domain_type: Type.Optional(oneOf(['SINGLE_DOMAIN', 'WILDCARD_DOMAIN'])),
  single_domain_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 250 })),
  wildcard_domain_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 250 })),
  order_id: Type.Optional(Type.String({ maxLength: 64, description: 'of the vendor’s shop; not looked at' })),
  tags: Type.Optional(Type.Array(Tag, { maxItems: 10 })),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
})

export const subscribeCertificate = {
  id: 'SubscribeCertificate',
  method: 'POST',
  path: `${root}/buy`,
  summary: 'Buy certificates',
  action: 'scm:cert:subscribe',
  about: { kind: 'cert', is: 'new' },
  body: SubscribeBody,
  success: {
    status: 200,
    body: Type.Object({
      order_id: Type.String(),
      cert: Type.Array(Type.Object({ cert_id: Type.String() })),
    }),
  },
} as const satisfies ApiOperation

/** Of a person or a company; what can't be seen is no part of a name. */
const ShortText = Type.String({ pattern: '^\\P{C}{1,63}$', expectation: 'must have 1 to 63 characters' })

/** Empty is absent, as the reference's own example has it. */
const optionalText = (description = '') =>
  Type.Optional(
    Type.String({
      pattern: '^\\P{C}{0,63}$',
      expectation: 'must have at most 63 characters',
      ...(description !== '' && { description }),
    }),
  )

/** What certificates can say of a company: letters, digits, spaces and what stands in the names of companies. */
const companyText = (description = '') =>
  Type.Optional(
    Type.String({
      pattern: "^[\\p{L}\\p{M}\\p{N}\\-_., &'()（）+/]{0,63}$",
      expectation: "must have at most 63 letters, digits, spaces and - _ . , & ' ( ) + /",
      ...(description !== '' && { description }),
    }),
  )

/** No comma and the like: what is mailed to is one address. */
const emailPattern = '[^\\s@\\p{C},;:<>()"\\\\]{1,64}@[^\\s@\\p{C},;:<>()"\\\\]{1,191}'

const Email = Type.String({
  pattern: `^${emailPattern}$`,
  expectation: 'must be an e-mail address of at most 256 characters',
})

export const ApplyBody = Type.Object({
  domain: Type.String({ minLength: 1, maxLength: 255, contentViolations: ['SCM.0015'] }),
  sans: Type.Optional(
    Type.String({
      maxLength: 4096,
      contentViolations: ['SCM.0015'],
      description: 'further names, by semicolons',
    }),
  ),
  csr: Type.Optional(
    Type.String({
      maxLength: 5120,
      contentViolations: ['SCM.0015'],
      description:
        'PKCS #10 in PEM; its key stays with you, or is used where the account’s store of CSRs has it',
    }),
  ),
  company_name: companyText('needed for OV and EV'),
  company_unit: companyText(),
  company_province: companyText('needed for OV and EV'),
  company_city: companyText('needed for OV and EV'),
  country: Type.Optional(
    Type.String({
      pattern: '^([A-Za-z]{2})?$',
      expectation: 'must be two letters',
      description: 'needed for OV and EV',
    }),
  ),
  applicant_name: Type.String({
    pattern: '^[\\p{L}\\p{M}\\p{N}_.,()（） -]{1,63}$',
    expectation: 'must have 1 to 63 letters, digits, spaces and _ - . , ( )',
  }),
  applicant_phone: ShortText,
  applicant_email: Email,
  contact_name: optionalText(),
  contact_phone: optionalText(),
  contact_email: Type.Optional(
    Type.String({
      pattern: `^(?:${emailPattern})?$`,
      expectation: 'must be an e-mail address of at most 256 characters',
    }),
  ),
  auto_dns_auth: Type.Optional(
    Type.Boolean({ description: 'true: the records are set in a zone that the settings name' }),
  ),
  agree_privacy_protection: Agreement,
  domain_method: Type.Optional(oneOf(['DNS', 'FILE', 'EMAIL'], { description: 'DNS if absent' })),
  key_algorithm: Type.Optional(
    oneOf(['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384'], {
      description: 'RSA_2048 if absent; of no meaning with a csr',
    }),
  ),
  ca_hash_algorithm: Type.Optional(oneOf(['DEFAULT', 'SHA-256'], { description: 'the same here' })),
})

export const applyCertificate = {
  id: 'ApplyCertificate',
  method: 'POST',
  path: `${one}/apply`,
  summary: 'Apply for a certificate that was bought',
  action: 'scm:cert:apply',
  about: single,
  params: shapes.CertificatePath,
  body: ApplyBody,
  success: { status: 200, body: Type.Object({ request_info: Type.Literal('success') }) },
} as const satisfies ApiOperation

export const cancelCertificateRequest = {
  id: 'CancelCertificateRequest',
  method: 'POST',
  path: `${one}/cancel-cert`,
  summary: 'Cancel an application, or a revocation that was not sent yet',
  action: 'scm:cert:cancel',
  about: single,
  params: shapes.CertificatePath,
  success: {
    status: 200,
    body: Type.Object({ cert_id: Type.String(), message: Type.Literal('success') }),
  },
} as const satisfies ApiOperation

export const unsubscribeCertificate = {
  id: 'UnsubscribeCertificate',
  method: 'DELETE',
  path: `${root}/{cert_id}/unsubscribe`,
  summary: 'Give back what was bought, with the certificate',
  action: 'scm:cert:unsubscribe',
  about: { kind: 'cert', parameter: 'cert_id' },
  params: Type.Object({ cert_id: shapes.CertificateId }),
  success: { status: 200, body: Type.Object({ unsubscribe_results: Type.Literal('SUCCESS') }) },
} as const satisfies ApiOperation
