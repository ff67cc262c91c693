import { scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { useAsked } from '../../api/use-asked.ts'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { ListPage } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { typeText } from './review.ts'

/** Companies that apply for OV and EV certificates, of whichever account: whoever waits longest on top. */
export function ReviewsPage() {
  const t = useText()
  const page = usePageOfList('')
  const query = { limit: page.limit, offset: page.offset }
  const { data, error, isFetching, refetch } = useAsked(scm.reviews.listReviews, { query })
  return (
    <ListPage
      title={t('nav.reviews')}
      words={t('reviews.words')}
      label={t('nav.reviews')}
      rowKey={({ certificate_id }) => certificate_id}
      items={data?.reviews}
      total={data?.total_count}
      page={page}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={<EmptyState title={t('reviews.none')} words={t('reviews.noneWords')} />}
      columns={[
        {
          key: 'company',
          title: t('reviews.company'),
          show: ({ certificate_id: id, application_info, domains }) => (
            <Link to="/reviews/$id" params={{ id }} className="cell-name">
              {application_info?.company_name ?? domains[0] ?? id}
            </Link>
          ),
        },
        {
          key: 'domains',
          title: t('field.domains'),
          show: ({ domains: [first = '–', ...others] }) => (
            <span title={[first, ...others].join('\n')}>
              {first}
              {others.length > 0 && (
                <span className="count">{t('hosted.more', { count: others.length })}</span>
              )}
            </span>
          ),
        },
        { key: 'type', title: t('field.type'), show: ({ type }) => typeText(type) },
        { key: 'account', title: t('reviews.account'), show: ({ domain_name }) => domain_name },
        {
          key: 'documents',
          title: t('reviews.documents'),
          show: ({ documents }) => documents.length,
          isSide: true,
        },
        {
          key: 'applied',
          title: t('reviews.applied'),
          show: ({ apply_time }) => <Time at={apply_time} isRelative />,
        },
      ]}
    />
  )
}
