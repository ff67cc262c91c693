import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

/** Ours: the companies of OV and EV certificates are looked at by an administrator of the installation. */

const documents = '/v3/scm/certificates/{certificate_id}/documents'
const root = '/v3/scm/reviews'
const one = `${root}/{certificate_id}`

const time = Type.Integer({ description: 'in ms since 1970' })
const kinds = ['business-licence', 'bank-account-permit', 'authorization-letter', 'other'] as const

const Document = Type.Object({
  id: Type.String(),
  kind: oneOf(kinds),
  media_type: oneOf(['image/png', 'image/jpeg', 'application/pdf']),
  size: Type.Integer({ description: 'in octets' }),
  create_time: time,
})

export const addDocument = {
  id: 'AddApplicationDocument',
  method: 'POST',
  path: documents,
  summary: 'Show the reviewer a document',
  action: 'scm:cert:apply',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  body: Type.Object({
    kind: oneOf(kinds),
    content: Type.String({
      minLength: 1,
      maxLength: 2_800_000,
      pattern: '^[A-Za-z0-9+/]+={0,2}$',
      expectation: 'must be a PNG, JPEG or PDF file of at most 2 MiB in base64',
    }),
  }),
  bodyLimitBytes: 3 * 1024 * 1024,
  success: { status: 201, body: Document },
} as const satisfies ApiOperation

export const listDocuments = {
  id: 'ListApplicationDocuments',
  method: 'GET',
  path: documents,
  summary: 'List what was shown to the reviewer',
  action: 'scm:cert:get',
  about: { kind: 'cert', parameter: 'certificate_id' },
  params: shapes.CertificatePath,
  success: { status: 200, body: Type.Object({ documents: Type.Array(Document) }) },
} as const satisfies ApiOperation

export const Review = Type.Object({
  certificate_id: Type.String(),
  domain_id: Type.String(),
  domain_name: Type.String({ description: 'the account' }),
  brand: Type.String(),
  type: Type.String(),
  domains: Type.Array(Type.String()),
  application_info: nullable(shapes.ApplicationInfo),
  apply_time: time,
  documents: Type.Array(Document),
})

export const listReviews = {
  id: 'ListReviews',
  method: 'GET',
  path: root,
  summary: 'List the applications that wait for a reviewer, the oldest first',
  action: 'installation',
  query: Type.Object({ limit: Type.Optional(shapes.Limit), offset: Type.Optional(shapes.Offset) }),
  success: {
    status: 200,
    body: Type.Object({ reviews: Type.Array(Review), total_count: Type.Integer() }),
  },
} as const satisfies ApiOperation

export const showReview = {
  id: 'ShowReview',
  method: 'GET',
  path: one,
  summary: 'Show an application that waits for a reviewer',
  action: 'installation',
  params: shapes.CertificatePath,
  success: { status: 200, body: Review },
} as const satisfies ApiOperation

export const showReviewDocument = {
  id: 'ShowReviewDocument',
  method: 'GET',
  path: `${one}/documents/{document_id}`,
  summary: 'Read a document that an applicant showed',
  action: 'installation',
  params: Type.Object({
    certificate_id: shapes.CertificateId,
    document_id: Type.String({ pattern: '^[0-9a-f]{32}$', expectation: 'must be 32 hexadecimal digits' }),
  }),
  success: {
    status: 200,
    body: Type.Object({ media_type: Type.String(), content: Type.String({ description: 'base64' }) }),
  },
} as const satisfies ApiOperation

export const approveReview = {
  id: 'ApproveReview',
  method: 'POST',
  path: `${one}/approve`,
  summary: 'Approve: the certificate is issued',
  action: 'installation',
  params: shapes.CertificatePath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const rejectReview = {
  id: 'RejectReview',
  method: 'POST',
  path: `${one}/reject`,
  summary: 'Reject, and tell the applicant why',
  action: 'installation',
  params: shapes.CertificatePath,
  body: Type.Object({
    reason: Type.String({ pattern: '^\\P{C}{1,500}$', expectation: 'must have 1 to 500 characters' }),
  }),
  success: { status: 204 },
} as const satisfies ApiOperation
