import { audit, scm } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, type DetailTab, Facts, Part } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { type Review, typeText } from './review.ts'
import { ReviewActions } from './review-actions.tsx'
import { ReviewDocuments } from './review-documents.tsx'

/** One application: who it says it is, what it showed, and the decision. */
export function ReviewPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(scm.reviews.showReview, { params: { certificate_id: id } })
  return <Awaited query={query}>{(review) => <ReviewDetail review={review} />}</Awaited>
}

function ReviewDetail({ review }: { review: Review }) {
  const t = useText()
  const may = useMay()
  const { certificate_id: id, application_info, domains } = review
  const tabs: readonly (DetailTab | false)[] = [
    { key: 'overview', title: t('tab.overview'), content: <ReviewOverview review={review} /> },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History id={id} />,
    },
  ]
  return (
    <DetailPage
      crumbs={[{ to: '/reviews', title: t('nav.reviews') }]}
      title={application_info?.company_name ?? domains[0] ?? id}
      actions={<ReviewActions review={review} />}
      tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
    />
  )
}

const ReviewOverview = ({ review }: { review: Review }) => (
  <>
    <Application review={review} />
    <Company review={review} />
    <People review={review} />
    <ReviewDocuments review={review} />
  </>
)

function Application({ review }: { review: Review }) {
  const t = useText()
  const domains = (
    <ul className="plain">
      {review.domains.map((domain) => (
        <li key={domain}>{domain}</li>
      ))}
    </ul>
  )
  return (
    <Part title={t('reviews.application')}>
      <Facts
        facts={[
          { name: t('field.domains'), value: domains },
          { name: t('field.type'), value: typeText(review.type) },
          { name: t('field.brand'), value: review.brand },
          { name: t('reviews.account'), value: review.domain_name },
          { name: t('reviews.applied'), value: <Time at={review.apply_time} /> },
          { name: t('field.id'), value: <Copyable value={review.certificate_id} what={t('field.id')} /> },
        ]}
      />
    </Part>
  )
}

function Company({ review: { application_info: given } }: { review: Review }) {
  const t = useText()
  return (
    <Part title={t('reviews.company')}>
      <Facts
        facts={[
          { name: t('reviews.companyName'), value: given?.company_name },
          { name: t('field.organizationalUnit'), value: given?.company_unit },
          { name: t('field.country'), value: given?.country },
          { name: t('field.province'), value: given?.company_province },
          { name: t('field.locality'), value: given?.company_city },
        ]}
      />
    </Part>
  )
}

function People({ review: { application_info: given } }: { review: Review }) {
  const t = useText()
  return (
    <div className="overview-grid">
      <Person
        title={t('reviews.applicant')}
        name={given?.applicant_name}
        phone={given?.applicant_phone}
        email={given?.applicant_email}
      />
      {given?.contact_name && (
        <Person
          title={t('reviews.contact')}
          name={given.contact_name}
          phone={given.contact_phone}
          email={given.contact_email}
        />
      )}
    </div>
  )
}

interface PersonProps {
  readonly title: string
  readonly name: string | null | undefined
  readonly phone: string | null | undefined
  readonly email: string | null | undefined
}

function Person({ title, name, phone, email }: PersonProps) {
  const t = useText()
  return (
    <Part title={title}>
      <Facts
        facts={[
          { name: t('reviews.personName'), value: name },
          { name: t('reviews.phone'), value: phone },
          { name: t('users.email'), value: email },
        ]}
      />
    </Part>
  )
}
