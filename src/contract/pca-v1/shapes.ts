import { Type } from 'typebox'
import { nullable, oneOf } from '../operation.ts'

/** Wire names and bounds of the PCA API: API reference 4.1; client contract 1.2.1 to 1.2.3. */

const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

export const AuthorityId = Type.String({ pattern: uuid, violation: 'PCA.00020201' })
export const CertificateId = Type.String({ pattern: uuid, violation: 'PCA.00020301' })

export const AuthorityPath = Type.Object({ ca_id: AuthorityId })
export const CertificatePath = Type.Object({ certificate_id: CertificateId })

const nameText = (most: number, alsoAllowed = '') =>
  Type.String({
    pattern: `^[\\p{L}\\p{M}\\p{N}\\-_., ${alsoAllowed}]{1,${most}}$`,
    expectation:
      `must have 1 to ${most} characters: letters, digits, spaces and - _ . , ${alsoAllowed}`.trim(),
  })

const attributes = {
  country: Type.String({ pattern: '^[A-Za-z]{2}$', expectation: 'must be two letters' }),
  state: nameText(128),
  locality: nameText(128),
  organization: nameText(64),
  organizational_unit: nameText(64),
}
const commonName = nameText(64, '*')

/** A CA has all six attributes. */
export const AuthorityName = Type.Object(
  { common_name: commonName, ...attributes },
  { violation: 'PCA.00020101' },
)

/** A certificate inherits what is absent from its issuer. */
export const CertificateName = Type.Object(
  {
    common_name: commonName,
    country: Type.Optional(attributes.country),
    state: Type.Optional(attributes.state),
    locality: Type.Optional(attributes.locality),
    organization: Type.Optional(attributes.organization),
    organizational_unit: Type.Optional(attributes.organizational_unit),
  },
  { violation: 'PCA.00020101' },
)

/** A period may not be longer than this in its unit (api-answers A24). */
const atMost = (limits: Readonly<Record<string, number>>) =>
  Object.entries(limits).map(([unit, maximum]) => ({
    anyOf: [{ properties: { type: { not: { const: unit } } } }, { properties: { value: { maximum } } }],
  }))

const validity = (years: number, limits: Readonly<Record<string, number>>) =>
  Type.Object(
    {
      type: oneOf(['YEAR', 'MONTH', 'DAY', 'HOUR']),
      value: Type.Integer({ minimum: 1 }),
      start_from: Type.Optional(
        Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: '^[0-9]{1,15}$' })], {
          description: 'ms since the epoch; Terraform sends it as text',
        }),
      ),
    },
    {
      violation: 'PCA.00020109',
      allOf: atMost(limits),
      expectation: `must be at most ${years} years in its unit`,
      blames: 'value',
    },
  )

export const RootValidity = validity(30, { YEAR: 30, MONTH: 360, DAY: 10_958, HOUR: 262_992 })
export const Validity = validity(20, { YEAR: 20, MONTH: 240, DAY: 7_305, HOUR: 175_320 })

export const KeyAlgorithm = oneOf(['RSA2048', 'RSA4096', 'EC256', 'EC384'], { violation: 'PCA.00020102' })
export const SignatureAlgorithm = oneOf(['SHA256', 'SHA384', 'SHA512'], { violation: 'PCA.00020103' })
export const PathLength = Type.Integer({ minimum: 0, maximum: 6, violation: 'PCA.00020203' })

const keyUsage = oneOf([
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
])

export const KeyUsages = Type.Array(keyUsage, { maxItems: 9, uniqueItems: true, violation: 'PCA.00020001' })

/** The usages of a CA must let it certify. */
export const AuthorityKeyUsages = Type.Array(keyUsage, {
  maxItems: 9,
  uniqueItems: true,
  contains: { const: 'keyCertSign' },
  violation: 'PCA.00020001',
  expectation: 'must hold keyCertSign for a CA',
})

export const CrlName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  expectation: 'must have 1 to 64 letters, digits and . _ -, a letter or digit first',
  description: "absent: the CA's own id",
  violation: 'PCA.00020204',
})
export const BucketName = Type.String({ minLength: 3, maxLength: 63, violation: 'PCA.00020204' })
export const ValidDays = Type.Integer({ minimum: 7, maximum: 30, violation: 'PCA.00020204' })

export const CrlConfiguration = Type.Object(
  {
    enabled: Type.Boolean(),
    crl_name: Type.Optional(CrlName),
    obs_bucket_name: Type.Optional(BucketName),
    valid_days: Type.Optional(ValidDays),
  },
  { violation: 'PCA.00020204' },
)

export const SubjectAlternativeNames = Type.Array(
  Type.Object({
    type: oneOf(['DNS', 'IP', 'EMAIL', 'URI'], { violation: 'PCA.00020112' }),
    value: Type.String({ maxLength: 1024, contentViolations: ['PCA.00020110', 'PCA.00020111'] }),
  }),
  { maxItems: 20, violation: 'PCA.00020001' },
)

export const EnterpriseProjectId = Type.String({ maxLength: 64, violation: 'PCA.00020001' })

/** Given but not looked at: the reference ignores it in this kind of request. */
export const Ignored = Type.Optional(
  Type.Unknown({ deprecated: true, description: 'ignored in this kind of request' }),
)

export const DistinguishedName = Type.Object({
  country: nullable(Type.String()),
  state: nullable(Type.String()),
  locality: nullable(Type.String()),
  organization: nullable(Type.String()),
  organizational_unit: nullable(Type.String()),
  common_name: Type.String(),
})

const milliseconds = Type.Integer({ description: 'ms since the epoch' })

export const CertificateAuthority = Type.Object({
  ca_id: Type.String(),
  type: oneOf(['ROOT', 'SUBORDINATE']),
  status: Type.String(),
  path_length: Type.Integer(),
  issuer_id: nullable(Type.String()),
  issuer_name: nullable(Type.String()),
  key_algorithm: Type.String(),
  signature_algorithm: nullable(Type.String()),
  freeze_flag: Type.Integer(),
  gen_mode: Type.String(),
  serial_number: nullable(Type.String()),
  create_time: milliseconds,
  delete_time: nullable(milliseconds),
  not_before: nullable(milliseconds),
  not_after: nullable(milliseconds),
  distinguished_name: DistinguishedName,
  crl_configuration: Type.Object({
    enabled: Type.Boolean(),
    crl_name: nullable(Type.String()),
    obs_bucket_name: nullable(Type.String()),
    valid_days: nullable(Type.Integer()),
    crl_dis_point: nullable(Type.String()),
  }),
  ocsp_switch: Type.Boolean({
    description: 'ours: whether certificates from now on name its OCSP responder',
  }),
  enterprise_project_id: Type.String(),
  charging_mode: Type.Integer(),
  free_quota: Type.Integer(),
  domain_id: Type.String(),
  cluster_id: nullable(Type.String()),
})

export const PrivateCertificate = Type.Object({
  certificate_id: Type.String(),
  status: Type.String(),
  issuer_id: Type.String(),
  issuer_name: Type.String(),
  key_algorithm: Type.String(),
  signature_algorithm: Type.String(),
  freeze_flag: Type.Integer(),
  gen_mode: Type.String(),
  serial_number: Type.String(),
  create_time: milliseconds,
  delete_time: nullable(milliseconds),
  not_before: milliseconds,
  not_after: milliseconds,
  distinguished_name: DistinguishedName,
  enterprise_project_id: Type.String(),
})

export const Quotas = Type.Object({
  quotas: Type.Object({
    resources: Type.Array(Type.Object({ type: Type.String(), used: Type.Integer(), quota: Type.Integer() })),
  }),
})

/** Nothing, `{}` and null mean UNSPECIFIED. */
export const RevokeBody = Type.Object({
  reason: Type.Optional(
    oneOf([
      'UNSPECIFIED',
      'KEY_COMPROMISE',
      'CERTIFICATE_AUTHORITY_COMPROMISE',
      'AFFILIATION_CHANGED',
      'SUPERSEDED',
      'CESSATION_OF_OPERATION',
      'CERTIFICATE_HOLD',
      'PRIVILEGE_WITHDRAWN',
      'ATTRIBUTE_AUTHORITY_COMPROMISE',
    ]),
  ),
})

/** Beyond it a number of JSON is none that an engine can count to. */
export const Offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  offset: Type.Optional(Offset),
}

/** Ours: the vendor's lists have no such filter. */
const projectFilter = {
  enterprise_project_id: Type.Optional(Type.String({ maxLength: 64, description: 'all, 0 or an id' })),
}

export const AuthorityQuery = Type.Object({
  ...pageParameters,
  ...projectFilter,
  status: Type.Optional(
    oneOf(['PENDING', 'ACTIVED', 'DISABLED', 'DELETED', 'EXPIRED', 'REVOKED'], { violation: 'PCA.00020404' }),
  ),
  type: Type.Optional(oneOf(['ROOT', 'SUBORDINATE'], { violation: 'PCA.00020202' })),
  sort_key: Type.Optional(
    oneOf(['create_time', 'common_name', 'ca_type', 'type', 'not_after'], {
      description: 'ca_type is the older name of type',
    }),
  ),
  sort_dir: Type.Optional(oneOf(['DESC', 'ASC'])),
})

export const CertificateQuery = Type.Object({
  ...pageParameters,
  ...projectFilter,
  issuer_id: Type.Optional(
    Type.String({ pattern: uuid, violation: 'PCA.00020201', description: 'ours: only what this CA issued' }),
  ),
  status: Type.Optional(oneOf(['ISSUED', 'REVOKED', 'EXPIRED'])),
  sort_key: Type.Optional(oneOf(['create_time', 'common_name', 'issuer_name', 'not_after'])),
  sort_dir: Type.Optional(oneOf(['DESC', 'ASC'])),
})
