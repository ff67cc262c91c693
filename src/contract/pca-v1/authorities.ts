import { Type } from 'typebox'
import { type ApiOperation, type BodyChoice, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

const root = '/v1/private-certificate-authorities'
const one = `${root}/{ca_id}`

const flag = Type.Union([Type.Literal(0), Type.Literal(1)], { expectation: 'must be 0 or 1' })

const named = {
  type: oneOf(['ROOT', 'SUBORDINATE'], { violation: 'PCA.00020202' }),
  distinguished_name: shapes.AuthorityName,
  key_algorithm: shapes.KeyAlgorithm,
}
/** Names a CA that was ordered. */
const ordered = { ca_id: Type.Optional(shapes.AuthorityId) }

const configured = {
  crl_configuration: Type.Optional(shapes.CrlConfiguration),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
}

export const RootBody = Type.Object({
  ...named,
  ...ordered,
  validity: shapes.RootValidity,
  issuer_id: shapes.Ignored,
  path_length: shapes.Ignored,
  signature_algorithm: shapes.SignatureAlgorithm,
  key_usages: shapes.Ignored,
  ...configured,
})

export const ActiveSubordinateBody = Type.Object({
  ...named,
  ...ordered,
  validity: shapes.Validity,
  issuer_id: shapes.AuthorityId,
  path_length: Type.Optional(shapes.PathLength),
  signature_algorithm: shapes.SignatureAlgorithm,
  key_usages: Type.Optional(shapes.AuthorityKeyUsages),
  ...configured,
})

export const PendingSubordinateBody = Type.Object({
  ...named,
  ...ordered,
  validity: shapes.Ignored,
  issuer_id: shapes.Ignored,
  path_length: shapes.Ignored,
  signature_algorithm: Type.Optional(shapes.SignatureAlgorithm),
  key_usages: shapes.Ignored,
  ...configured,
})

const neededForActive = ['issuer_id', 'signature_algorithm', 'validity']
const ofType = (type: string) => ({ properties: { type: { const: type } } })

/** A subordinate without issuer, hash or validity waits for its activation (API reference 4.1.1.2). */
const CreationBody: BodyChoice = {
  alternatives: [
    { title: 'Root CA', shape: RootBody, when: ofType('ROOT') },
    {
      title: 'Subordinate CA, active at once',
      shape: ActiveSubordinateBody,
      when: { ...ofType('SUBORDINATE'), required: neededForActive },
    },
    {
      title: 'Subordinate CA that waits for its certificate',
      shape: PendingSubordinateBody,
      when: { ...ofType('SUBORDINATE'), not: { required: neededForActive } },
    },
  ],
  choose(body) {
    if (body['type'] === 'ROOT') return RootBody
    const isGiven = (field: string) => body[field] !== undefined && body[field] !== null && body[field] !== ''
    return neededForActive.every(isGiven) ? ActiveSubordinateBody : PendingSubordinateBody
  },
}

export const createAuthority = {
  id: 'CreateCertificateAuthority',
  method: 'POST',
  path: root,
  summary: 'Create a root CA, a subordinate CA, or a subordinate CA that waits for its certificate',
  action: 'pca:ca:create',
  about: { kind: 'ca', is: 'new' },
  body: CreationBody,
  success: { status: 200, body: Type.Object({ ca_id: Type.String() }) },
} as const satisfies ApiOperation

export const OrderBody = Type.Object({
  cloud_service_type: Type.Literal('hws.service.type.ccm'),
  charging_mode: Type.Literal(0),
  period_type: Type.Union([Type.Literal(2), Type.Literal(3)], {
    description: '2 month, 3 year',
    expectation: 'must be 2 (months) or 3 (years)',
  }),
  period_num: Type.Integer({ minimum: 1, maximum: 100 }),
  is_auto_renew: flag,
  is_auto_pay: Type.Optional(flag),
  subscription_num: Type.Integer({ minimum: 1, maximum: 100, description: 'how many CAs' }),
  product_infos: Type.Array(
    Type.Object({
      cloud_service_type: Type.Literal('hws.service.type.ccm'),
      resource_type: Type.Literal('hws.resource.type.pca.duration'),
      resource_spec_code: Type.Literal('ca.duration'),
    }),
    { minItems: 1, maxItems: 10, allowEmpty: true },
  ),
  promotion_info: shapes.Ignored,
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
})

export const orderAuthorities = {
  id: 'CreateCertificateAuthorityOrder',
  method: 'POST',
  path: `${root}/order`,
  summary: 'Order CAs that are to be created or activated later',
  action: 'pca:ca:order',
  about: { kind: 'ca', is: 'new' },
  body: OrderBody,
  success: {
    status: 200,
    body: Type.Object({ order_id: Type.String(), ca_ids: Type.Array(Type.String()) }),
  },
} as const satisfies ApiOperation

export const listAuthorities = {
  id: 'ListCertificateAuthority',
  method: 'GET',
  path: root,
  summary: 'List CAs',
  action: 'pca:ca:list',
  about: { kind: 'ca', is: 'listed' },
  query: shapes.AuthorityQuery,
  success: {
    status: 200,
    body: Type.Object({
      total: Type.Integer(),
      certificate_authorities: Type.Array(shapes.CertificateAuthority),
    }),
  },
} as const satisfies ApiOperation

export const showAuthorityQuota = {
  id: 'ShowCertificateAuthorityQuota',
  method: 'GET',
  path: `${root}/quotas`,
  summary: 'Show how many CAs there are and may be',
  action: 'pca:ca:quota',
  success: { status: 200, body: shapes.Quotas },
} as const satisfies ApiOperation

export const showAuthority = {
  id: 'ShowCertificateAuthority',
  method: 'GET',
  path: one,
  summary: 'Show a CA',
  action: 'pca:ca:get',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 200, body: shapes.CertificateAuthority },
} as const satisfies ApiOperation

export const ActivateBody = Type.Object({
  type: Type.Optional(named.type),
  distinguished_name: Type.Optional(named.distinguished_name),
  key_algorithm: Type.Optional(named.key_algorithm),
  issuer_id: shapes.AuthorityId,
  path_length: Type.Optional(shapes.PathLength),
  signature_algorithm: shapes.SignatureAlgorithm,
  validity: shapes.Validity,
  key_usages: Type.Optional(shapes.AuthorityKeyUsages),
  ...configured,
})

/** Only an ordered CA can become a root, and it needs all that a root is created with. */
const ActivationBody: BodyChoice = {
  alternatives: [
    { title: 'As a root CA', shape: RootBody, when: { ...ofType('ROOT'), required: ['type'] } },
    {
      title: 'As a subordinate CA',
      shape: ActivateBody,
      when: { not: { ...ofType('ROOT'), required: ['type'] } },
    },
  ],
  choose: (body) => (body['type'] === 'ROOT' ? RootBody : ActivateBody),
}

export const activateAuthority = {
  id: 'IssueCertificateAuthorityCertificate',
  method: 'POST',
  path: `${one}/activate`,
  summary:
    'Activate a pending CA with a certificate by a CA of the account, or an ordered one as what it is to be',
  action: 'pca:ca:active',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  body: ActivationBody,
  success: { status: 204 },
} as const satisfies ApiOperation

export const exportAuthorityRequest = {
  id: 'ExportCertificateAuthorityCsr',
  method: 'GET',
  path: `${one}/csr`,
  summary: 'Export the certificate signing request of a pending CA',
  action: 'pca:ca:getCsr',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 200, body: Type.Object({ csr: Type.String() }) },
} as const satisfies ApiOperation

export const ImportBody = Type.Object({
  certificate: Type.String({ maxLength: 32_768, violation: 'PCA.00020402' }),
  certificate_chain: Type.Optional(Type.String({ maxLength: 2_097_152, violation: 'PCA.00020403' })),
})

export const importAuthority = {
  id: 'ImportCertificateAuthorityCertificate',
  method: 'POST',
  path: `${one}/import`,
  summary: 'Give a pending CA the certificate that a CA elsewhere made of its CSR',
  action: 'pca:ca:import',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  body: ImportBody,
  bodyLimitBytes: 3 * 1024 * 1024,
  success: { status: 204 },
} as const satisfies ApiOperation

export const disableAuthority = {
  id: 'DisableCertificateAuthority',
  method: 'POST',
  path: `${one}/disable`,
  summary: 'Disable a CA',
  action: 'pca:ca:disable',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const enableAuthority = {
  id: 'EnableCertificateAuthority',
  method: 'POST',
  path: `${one}/enable`,
  summary: 'Enable a disabled CA',
  action: 'pca:ca:enable',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const exportAuthority = {
  id: 'ExportCertificateAuthorityCertificate',
  method: 'POST',
  path: `${one}/export`,
  summary: "Export a CA's certificate and chain",
  action: 'pca:ca:export',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: {
    status: 200,
    body: Type.Object({
      certificate: Type.String(),
      certificate_chain: Type.Union([Type.String(), Type.Null()]),
    }),
  },
} as const satisfies ApiOperation

export const deleteAuthority = {
  id: 'DeleteCertificateAuthority',
  method: 'DELETE',
  path: one,
  summary: 'Plan the deletion of a CA; a pending one is gone at once',
  action: 'pca:ca:delete',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  query: Type.Object({
    pending_days: Type.Optional(Type.String({ description: '7 to 30; not read for a pending CA' })),
  }),
  success: { status: 204 },
} as const satisfies ApiOperation

export const restoreAuthority = {
  id: 'RestoreCertificateAuthority',
  method: 'POST',
  path: `${one}/restore`,
  summary: 'Take a planned deletion back',
  action: 'pca:ca:restore',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const revokeAuthority = {
  id: 'RevokeCertificateAuthority',
  method: 'POST',
  path: `${one}/revoke`,
  summary: 'Revoke a subordinate CA',
  action: 'pca:ca:revoke',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  body: shapes.RevokeBody,
  isBodyOptional: true,
  success: { status: 204 },
} as const satisfies ApiOperation

export const releaseAuthority = {
  id: 'ReleaseCertificateAuthority',
  method: 'POST',
  path: `${one}/release`,
  summary: 'End a CERTIFICATE_HOLD (ours: the reference has no such call)',
  action: 'pca:ca:revoke',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation
