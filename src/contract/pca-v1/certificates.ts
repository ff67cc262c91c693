import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

const root = '/v1/private-certificates'
const one = `${root}/{certificate_id}`

const flag = Type.Optional(Type.Boolean())

export const IssueBody = Type.Object({
  issuer_id: shapes.AuthorityId,
  key_algorithm: Type.Optional(shapes.KeyAlgorithm),
  signature_algorithm: Type.Optional(shapes.SignatureAlgorithm),
  distinguished_name: shapes.CertificateName,
  validity: shapes.Validity,
  key_usages: Type.Optional(shapes.KeyUsages),
  subject_alternative_names: Type.Optional(shapes.SubjectAlternativeNames),
  extended_key_usage: Type.Optional(
    Type.Object({
      server_auth: flag,
      client_auth: flag,
      code_signing: flag,
      email_protection: flag,
      time_stamping: flag,
      smart_card_logon: flag,
    }),
  ),
  customized_extension: Type.Optional(
    Type.Object({
      object_identifier: Type.Optional(Type.String({ maxLength: 64 })),
      value: Type.Optional(Type.String({ maxLength: 64 })),
    }),
  ),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
})

const created = Type.Object({ certificate_id: Type.String() })

export const issueCertificate = {
  id: 'CreateCertificate',
  method: 'POST',
  path: root,
  summary: 'Issue a certificate whose key is made here',
  action: 'pca:ca:issueCert',
  about: { kind: 'cert', is: 'new' },
  body: IssueBody,
  success: { status: 200, body: created },
} as const satisfies ApiOperation

export const listCertificates = {
  id: 'ListCertificate',
  method: 'GET',
  path: root,
  summary: 'List certificates',
  action: 'pca:cert:list',
  about: { kind: 'cert', is: 'listed' },
  query: shapes.CertificateQuery,
  success: {
    status: 200,
    body: Type.Object({ total: Type.Integer(), certificates: Type.Array(shapes.PrivateCertificate) }),
  },
} as const satisfies ApiOperation

const RequestPem = Type.String({ violation: 'PCA.00020401' })

export const IssueByRequestBody = Type.Object({
  issuer_id: shapes.AuthorityId,
  csr: RequestPem,
  validity: shapes.Validity,
  type: Type.Optional(oneOf(['ENTITY_CERT', 'INTERMEDIATE_CA'])),
  path_length: Type.Optional(shapes.PathLength),
  subject_alternative_names: shapes.Ignored,
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
})

export const issueCertificateByRequest = {
  id: 'CreateCertificateByCsr',
  method: 'POST',
  path: `${root}/csr`,
  summary: 'Issue a certificate for a key that stays with the user',
  action: 'pca:ca:issueCertThroughCSR',
  about: { kind: 'cert', is: 'new', isAuthority: ({ type }) => type === 'INTERMEDIATE_CA' },
  body: IssueByRequestBody,
  success: { status: 200, body: created },
} as const satisfies ApiOperation

export const ParseRequestBody = Type.Object({ csr: RequestPem })

export const parseCertificateRequest = {
  id: 'ParseCertificateSigningRequest',
  method: 'POST',
  path: `${root}/csr/parse`,
  summary: 'Show what a certificate signing request asks for',
  action: 'pca:cert:parseCsr',
  body: ParseRequestBody,
  success: {
    status: 200,
    body: Type.Object({
      distinguished_name: Type.Object({
        country: nullable(Type.String()),
        state: nullable(Type.String()),
        locality: nullable(Type.String()),
        organization: nullable(Type.String()),
        organizational_unit: nullable(Type.String()),
        common_name: nullable(Type.String()),
      }),
      public_key: Type.String(),
      key_algorithm: Type.String(),
      key_algorithm_length: Type.Integer(),
      signature_algorithm: Type.String(),
    }),
  },
} as const satisfies ApiOperation

export const showCertificateQuota = {
  id: 'ShowCertificateQuota',
  method: 'GET',
  path: `${root}/quotas`,
  summary: 'Show how many certificates there are and may be',
  action: 'pca:cert:quota',
  success: { status: 200, body: shapes.Quotas },
} as const satisfies ApiOperation

export const showCertificate = {
  id: 'ShowCertificate',
  method: 'GET',
  path: one,
  summary: 'Show a certificate',
  action: 'pca:cert:get',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 200, body: shapes.PrivateCertificate },
} as const satisfies ApiOperation

export const ExportBody = Type.Object({
  type: Type.String({
    expectation: 'must be APACHE, NGINX, IIS, TOMCAT or OTHER',
    pattern:
      '^(?:[Aa][Pp][Aa][Cc][Hh][Ee]|[Nn][Gg][Ii][Nn][Xx]|[Ii][Ii][Ss]|[Tt][Oo][Mm][Cc][Aa][Tt]|[Oo][Tt][Hh][Ee][Rr])$',
  }),
  is_compressed: Type.Union([Type.Boolean(), oneOf(['true', 'false'])]),
  password: Type.Optional(
    Type.String({
      maxLength: 32,
      pattern: '^\\P{Cc}*$',
      expectation: 'must have at most 32 characters and no control characters',
      description: 'encrypts the key',
    }),
  ),
  is_sm_standard: shapes.Ignored,
})

export const exportCertificate = {
  id: 'ExportCertificate',
  method: 'POST',
  path: `${one}/export`,
  summary: 'Export a certificate with its chain and key',
  action: 'pca:cert:export',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  body: ExportBody,
  success: {
    status: 200,
    body: Type.Object({
      certificate: Type.String(),
      certificate_chain: nullable(Type.String()),
      private_key: Type.Optional(Type.String()),
    }),
    file: {
      mediaType: 'application/zip',
      description: 'with is_compressed true an archive, <common name>_<type>.zip',
    },
  },
} as const satisfies ApiOperation

export const revokeCertificate = {
  id: 'RevokeCertificate',
  method: 'POST',
  path: `${one}/revoke`,
  summary: 'Revoke a certificate',
  action: 'pca:cert:revoke',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  body: shapes.RevokeBody,
  isBodyOptional: true,
  success: { status: 204 },
} as const satisfies ApiOperation

export const releaseCertificate = {
  id: 'ReleaseCertificate',
  method: 'POST',
  path: `${one}/release`,
  summary: 'End a CERTIFICATE_HOLD (ours: the reference has no such call)',
  action: 'pca:cert:revoke',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const deleteCertificate = {
  id: 'DeleteCertificate',
  method: 'DELETE',
  path: one,
  summary: 'Delete a certificate and destroy its key',
  action: 'pca:ca:delete',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 204 },
} as const satisfies ApiOperation
