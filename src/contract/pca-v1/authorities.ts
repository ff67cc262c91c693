import { type TObject, Type } from 'typebox'
import { type ApiOperation, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

const root = '/v1/private-certificate-authorities'
const one = `${root}/{ca_id}`

const named = {
  type: oneOf(['ROOT', 'SUBORDINATE'], { violation: 'PCA.00020202' }),
  distinguished_name: shapes.AuthorityName,
  key_algorithm: shapes.KeyAlgorithm,
}
const configured = {
  crl_configuration: Type.Optional(shapes.CrlConfiguration),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
}

export const RootBody = Type.Object({
  ...named,
  validity: shapes.RootValidity,
  issuer_id: shapes.Ignored,
  path_length: shapes.Ignored,
  signature_algorithm: shapes.SignatureAlgorithm,
  key_usages: shapes.Ignored,
  ...configured,
})

export const ActiveSubordinateBody = Type.Object({
  ...named,
  validity: shapes.Validity,
  issuer_id: shapes.AuthorityId,
  path_length: Type.Optional(shapes.PathLength),
  signature_algorithm: shapes.SignatureAlgorithm,
  key_usages: Type.Optional(shapes.AuthorityKeyUsages),
  ...configured,
})

export const PendingSubordinateBody = Type.Object({
  ...named,
  validity: shapes.Ignored,
  issuer_id: shapes.Ignored,
  path_length: shapes.Ignored,
  signature_algorithm: Type.Optional(shapes.SignatureAlgorithm),
  key_usages: shapes.Ignored,
  ...configured,
})

/** A subordinate without issuer, hash or validity waits for its activation (API reference 4.1.1.2). */
function creationShape(body: Readonly<Record<string, unknown>>): TObject {
  if (body['type'] === 'ROOT') return RootBody
  const isGiven = (field: string) => body[field] !== undefined && body[field] !== null && body[field] !== ''
  const isActive = ['issuer_id', 'signature_algorithm', 'validity'].every(isGiven)
  return isActive ? ActiveSubordinateBody : PendingSubordinateBody
}

export const createAuthority = {
  id: 'CreateCertificateAuthority',
  method: 'POST',
  path: root,
  summary: 'Create a root CA, a subordinate CA, or a subordinate CA that waits for its certificate',
  action: 'pca:ca:create',
  body: creationShape,
  success: { status: 200, body: Type.Object({ ca_id: Type.String() }) },
} as const satisfies ApiOperation

export const listAuthorities = {
  id: 'ListCertificateAuthority',
  method: 'GET',
  path: root,
  summary: 'List CAs',
  action: 'pca:ca:list',
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
  params: shapes.AuthorityPath,
  success: { status: 200, body: shapes.CertificateAuthority },
} as const satisfies ApiOperation

export const ActivateBody = Type.Object({
  issuer_id: shapes.AuthorityId,
  path_length: Type.Optional(shapes.PathLength),
  signature_algorithm: shapes.SignatureAlgorithm,
  validity: shapes.Validity,
  key_usages: Type.Optional(shapes.AuthorityKeyUsages),
  ...configured,
})

export const activateAuthority = {
  id: 'IssueCertificateAuthorityCertificate',
  method: 'POST',
  path: `${one}/activate`,
  summary: 'Activate a pending CA with a certificate by a CA of the account',
  action: 'pca:ca:active',
  params: shapes.AuthorityPath,
  body: ActivateBody,
  success: { status: 204 },
} as const satisfies ApiOperation

export const exportAuthorityRequest = {
  id: 'ExportCertificateAuthorityCsr',
  method: 'GET',
  path: `${one}/csr`,
  summary: 'Export the certificate signing request of a pending CA',
  action: 'pca:ca:getCsr',
  params: shapes.AuthorityPath,
  success: { status: 200, body: Type.Object({ csr: Type.String() }) },
} as const satisfies ApiOperation

export const disableAuthority = {
  id: 'DisableCertificateAuthority',
  method: 'POST',
  path: `${one}/disable`,
  summary: 'Disable a CA',
  action: 'pca:ca:disable',
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const enableAuthority = {
  id: 'EnableCertificateAuthority',
  method: 'POST',
  path: `${one}/enable`,
  summary: 'Enable a disabled CA',
  action: 'pca:ca:enable',
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const exportAuthority = {
  id: 'ExportCertificateAuthorityCertificate',
  method: 'POST',
  path: `${one}/export`,
  summary: "Export a CA's certificate and chain",
  action: 'pca:ca:export',
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
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const revokeAuthority = {
  id: 'RevokeCertificateAuthority',
  method: 'POST',
  path: `${one}/revoke`,
  summary: 'Revoke a subordinate CA',
  action: 'pca:ca:revoke',
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
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation
