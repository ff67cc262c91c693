import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/reviews.ts'
import type { ApplicationDocument } from '../../domain/model/application-document.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Review } from '../../domain/operations/order/review.ts'
import { presentApplication } from '../scm/application.ts'
import { type Route, route } from '../wire/route.ts'

const defaultLimit = 10

/** What applicants show, and who looks at it. */
export const reviewRoutes = (operations: Operations): Route[] => [
  route(contract.addDocument, operations.addDocument, {
    command: ({ params, body }) => ({
      id: params.certificate_id,
      kind: body.kind,
      content: Buffer.from(body.content, 'base64'),
      replaces: false,
    }),
    present: presentDocument,
  }),
  route(contract.listDocuments, operations.listDocuments, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: (documents) => ({ documents: documents.map(presentDocument) }),
  }),
  route(contract.listReviews, operations.listReviews, {
    command: ({ query: { limit = defaultLimit, offset = 0 } }) => ({ limit, offset }),
    present: ({ total, items }) => ({ reviews: items.map(presentReview), total_count: total }),
  }),
  route(contract.showReview, operations.showReview, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentReview,
  }),
  route(contract.showReviewDocument, operations.readReviewDocument, {
    command: ({ params }) => ({ id: params.certificate_id, documentId: params.document_id }),
    present: ({ document, content }) => ({
      media_type: document.mediaType,
      content: Buffer.from(content).toString('base64'),
    }),
  }),
  route(contract.approveReview, operations.approveReview, {
    command: ({ params }) => ({ id: params.certificate_id }),
  }),
  route(contract.rejectReview, operations.rejectReview, {
    command: ({ params, body }) => ({ id: params.certificate_id, reason: body.reason }),
  }),
]

const presentReview = ({
  certificate,
  application,
  issuance,
  accountId,
  accountName,
  documents,
}: Review): Static<typeof contract.Review> => ({
  certificate_id: certificate.id,
  domain_id: accountId,
  domain_name: accountName,
  brand: certificate.ordered?.brand ?? '',
  type: certificate.ordered?.type ?? '',
  domains: [...(issuance?.names ?? [])],
  application_info: application ? presentApplication(application) : null,
  apply_time: issuance?.startedAt ?? certificate.updatedAt,
  documents: documents.map(presentDocument),
})

const presentDocument = ({ id, kind, mediaType, sizeOctets, addedAt }: ApplicationDocument) => ({
  id,
  kind,
  media_type: mediaType,
  size: sizeOctets,
  create_time: addedAt,
})
