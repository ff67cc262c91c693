import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import * as shapes from './shapes.ts'

const root = '/v3/scm/certificates'
const one = `${root}/{certificate_id}`

export const listCertificates = {
  id: 'ListCertificates',
  method: 'GET',
  path: root,
  summary: 'List certificates',
  action: 'scm:cert:list',
  about: { kind: 'cert', is: 'listed' },
  query: shapes.CertificateQuery,
  success: {
    status: 200,
    body: Type.Object({
      certificates: Type.Array(shapes.ListedCertificate),
      total_count: Type.Integer(),
    }),
  },
} as const satisfies ApiOperation

const CertificatePem = Type.String({
  maxLength: 16_384,
  violation: 'SCM.0031',
  contentViolations: ['SCM.0009', 'SCM.0013', 'SCM.0014', 'SCM.0070'],
})
const PrivateKeyPem = Type.String({
  maxLength: 4096,
  violation: 'SCM.0012',
  contentViolations: ['SCM.0014'],
  description: 'PKCS #1, SEC 1 or PKCS #8, not encrypted',
})

export const ImportBody = Type.Object({
  name: shapes.CertificateName,
  certificate: Type.String({
    ...CertificatePem,
    description: 'PEM; the chain, too, where it is not apart; in any order',
  }),
  certificate_chain: Type.Optional(Type.String({ maxLength: 65_536, violation: 'SCM.0013' })),
  private_key: PrivateKeyPem,
  duplicate_check: Type.Optional(
    Type.Boolean({ description: 'false: refuse a certificate that the account has already' }),
  ),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
  enc_certificate: Type.Optional(
    Type.String({ ...CertificatePem, description: 'the second certificate of an SM2 pair' }),
  ),
  enc_private_key: Type.Optional(PrivateKeyPem),
})

export const importCertificate = {
  id: 'ImportCertificate',
  method: 'POST',
  path: `${root}/import`,
  summary: 'Import a certificate with its key',
  action: 'scm:cert:import',
  about: { kind: 'cert', is: 'new' },
  body: ImportBody,
  // as long as the vendor's gateway takes, so that a certificate that is too long is told what is wrong with it
  bodyLimitBytes: 12 * 1024 * 1024,
  success: { status: 200, body: Type.Object({ certificate_id: Type.String() }) },
} as const satisfies ApiOperation

export const showCertificate = {
  id: 'ScmShowCertificate',
  method: 'GET',
  path: one,
  summary: 'Show a certificate',
  action: 'scm:cert:get',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 200, body: shapes.Certificate },
} as const satisfies ApiOperation

export const exportCertificate = {
  id: 'ScmExportCertificate',
  method: 'POST',
  path: `${one}/export`,
  summary: 'Export a certificate with its chain and key, as they came',
  action: 'scm:cert:export',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: {
    status: 200,
    body: Type.Object({
      certificate: Type.String(),
      certificate_chain: nullable(Type.String()),
      entire_certificate: Type.String({ description: 'the certificate and its chain' }),
      private_key: nullable(Type.String({ description: 'null where the key was never here' })),
      enc_certificate: nullable(Type.String()),
      enc_private_key: nullable(Type.String()),
    }),
  },
} as const satisfies ApiOperation

export const deleteCertificate = {
  id: 'ScmDeleteCertificate',
  method: 'DELETE',
  path: one,
  summary: 'Delete a certificate and destroy its key',
  action: 'scm:cert:delete',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 204 },
} as const satisfies ApiOperation
