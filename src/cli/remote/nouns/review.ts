import type { Static } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/reviews.ts'
import { done, many, one } from '../answer.ts'
import { bind, type Noun } from '../command.ts'
import type { Column } from '../table.ts'

type Review = Static<typeof contract.Review>
const listed: readonly Column<Review>[] = [
  ['certificate', ({ certificate_id }) => certificate_id],
  ['account', ({ domain_name }) => domain_name],
  ['type', ({ type }) => type],
  ['company', ({ application_info }) => application_info?.company_name],
  ['names', ({ domains }) => domains.join(' ')],
  ['documents', ({ documents }) => documents.length],
]
const shown: readonly Column<Review>[] = [
  ...listed,
  ['country', ({ application_info }) => application_info?.country],
  ['province', ({ application_info }) => application_info?.company_province],
  ['city', ({ application_info }) => application_info?.company_city],
  ['applicant', ({ application_info }) => application_info?.applicant_name],
  ['phone', ({ application_info }) => application_info?.applicant_phone],
  ['e-mail', ({ application_info }) => application_info?.applicant_email],
  ['shown', ({ documents }) => documents.map(({ id, kind }) => `${kind} ${id}`).join(' ')],
]

const paramsOf = (certificate_id: string) => ({ params: { certificate_id } })

export const review: Noun = {
  name: 'review',
  summary: 'companies that apply for OV and EV certificates, for administrators of the installation',
  commands: [
    bind('list', contract.listReviews, {
      input: () => ({}),
      answer: ({ reviews }) => many(reviews, listed),
    }),
    bind('show <certificate>', contract.showReview, {
      input: ({ certificate }) => paramsOf(certificate),
      answer: (found) => one(found, shown),
    }),
    bind('approve <certificate>', contract.approveReview, {
      input: ({ certificate }) => paramsOf(certificate),
      answer: (_, { certificate }) => done(`certificate ${certificate} is approved, and being issued`),
    }),
    bind('reject <certificate> <reason>', contract.rejectReview, {
      input: ({ certificate, reason }) => ({ ...paramsOf(certificate), body: { reason } }),
      answer: (_, { certificate }) => done(`certificate ${certificate} is rejected`),
    }),
  ],
}
