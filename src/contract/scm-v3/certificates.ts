import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
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
