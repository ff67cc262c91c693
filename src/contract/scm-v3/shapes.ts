import { Type } from 'typebox'
import { nullable, oneOf } from '../operation.ts'

/** Wire names and bounds of the SCM API v3: API reference 4; client contract 1.1.1 to 1.1.4. */

export const CertificateId = Type.String({
  pattern: '^scs[0-9]{13}$',
  expectation: 'must be scs and 13 digits',
  violation: 'SCM.0020',
})

export const EnterpriseProjectId = Type.String({ maxLength: 64, description: '0 if absent' })

export const CertificateName = Type.String({
  pattern: '^[A-Za-z0-9_.-]{3,63}$',
  expectation: 'must have 3 to 63 letters, digits and _ . -',
  violation: 'SCM.0032',
})

export const CertificatePath = Type.Object({ certificate_id: CertificateId })

/** What a filter may ask for; ALL for no filter. */
export const StatusFilter = oneOf(
  [
    'ALL',
    'PAID',
    'ISSUED',
    'CHECKING',
    'CANCELCHECKING',
    'UNPASSED',
    'EXPIRED',
    'REVOKING',
    'REVOKED',
    'UPLOAD',
    'CHECKING_ORG',
    'ISSUING',
    'SUPPLEMENTCHECKING',
    'CHECKING_DOMAIN',
    'CANCLEREVOKING',
    'CANCELSUPPLEMENTING',
  ],
  { description: 'ALL if absent; CHECKING stands for CHECKING_DOMAIN, too' },
)

/** Beyond it a number of JSON is none that an engine can count to. */
export const Offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const Limit = Type.Integer({ minimum: 1, maximum: 1000, description: '10 if absent' })

export const CertificateQuery = Type.Object({
  limit: Type.Optional(Limit),
  offset: Type.Optional(Offset),
  sort_dir: Type.Optional(oneOf(['DESC', 'ASC'])),
  sort_key: Type.Optional(oneOf(['certUpdateTime', 'certExpiredTime', 'certStatus'])),
  status: Type.Optional(StatusFilter),
  enterprise_project_id: Type.Optional(Type.String({ maxLength: 64, description: 'all, 0 or an id' })),
  content: Type.Optional(
    Type.String({ maxLength: 255, description: 'a part of the name, or of a domain that it is good for' }),
  ),
  deploy_support: Type.Optional(Type.Boolean({ description: 'true: only what can be deployed' })),
  owned_by_self: Type.Optional(
    Type.Boolean({ description: 'false: what others share with the account, which is nothing here' }),
  ),
  expired_days_since: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1095,
      description: 'only what is valid or expired at most so many days ago; 0: all',
    }),
  ),
})

const time = Type.String({ description: 'yyyy-MM-dd HH:mm:ss.0 in UTC' })

/** What lists and details share. */
const common = {
  id: Type.String(),
  name: Type.String(),
  domain: nullable(Type.String()),
  sans: nullable(Type.String({ description: 'the other names, by semicolons' })),
  signature_algorithm: nullable(Type.String()),
  type: nullable(Type.String()),
  brand: nullable(Type.String()),
  domain_type: nullable(Type.String()),
  validity_period: nullable(Type.Integer({ description: 'in months' })),
  status: Type.String(),
  domain_count: Type.Integer(),
  wildcard_count: Type.Integer(),
  description: nullable(Type.String()),
  enterprise_project_id: Type.String(),
}

export const ListedCertificate = Type.Object({
  ...common,
  deploy_support: Type.Boolean(),
  expire_time: nullable(time),
  domain_id: Type.String(),
})

export const Authentication = Type.Object({
  record_name: Type.String(),
  record_type: Type.String(),
  record_value: Type.String(),
  domain: Type.String(),
  seen_time: nullable(Type.String({ description: 'ours: when it was seen to be there; null: not yet' })),
  finding: nullable(Type.String({ description: 'ours: what was found instead at the last look' })),
})

/** Who applied (client contract 1.1.2). */
export const ApplicationInfo = Type.Object({
  country: nullable(Type.String()),
  company_name: nullable(Type.String()),
  company_unit: nullable(Type.String()),
  company_province: nullable(Type.String()),
  company_city: nullable(Type.String()),
  applicant_name: nullable(Type.String()),
  applicant_phone: nullable(Type.String()),
  applicant_email: nullable(Type.String()),
  contact_name: nullable(Type.String()),
  contact_phone: nullable(Type.String()),
  contact_email: nullable(Type.String()),
})

export const Certificate = Type.Object({
  ...common,
  order_id: nullable(Type.String()),
  push_support: oneOf(['ON', 'OFF']),
  revoke_reason: nullable(Type.String()),
  issue_time: nullable(time),
  not_before: nullable(time),
  not_after: nullable(time),
  validation_method: nullable(Type.String()),
  multi_domain_type: nullable(Type.String()),
  fingerprint: nullable(Type.String({ description: 'SHA-1 of the certificate, hexadecimal' })),
  authentification: Type.Array(Authentication),
  authentication: Type.Array(Authentication, { description: 'the same, as the reference spells it' }),
  shared: Type.Boolean(),
  application_info: nullable(ApplicationInfo),
  fail_reason: nullable(Type.String({ description: 'ours: why the last application came to nothing' })),
  hindrance: nullable(
    Type.String({ description: 'ours: what keeps the certificate on its way from going on' }),
  ),
  renewal_status: nullable(
    oneOf(['opening', 'proving', 'reviewing', 'issuing'], {
      description: 'ours: how far the next certificate is; null: none is on its way',
    }),
  ),
  auto_renew: Type.Boolean({ description: 'ours: whether it is renewed by itself' }),
  period_end_time: nullable(time),
  deployed_count: Type.Integer({
    description: 'ours: at how many places it was put to use, and not taken away again',
  }),
})
