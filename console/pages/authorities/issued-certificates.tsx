import { pca } from 'virtual:contract'
import { useAsked } from '../../api/use-asked.ts'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { useText } from '../../text/text.ts'
import { sortKeyOf } from '../certificates/certificate.ts'
import { useCertificateColumns } from '../certificates/certificate-columns.tsx'

/** What a CA issued. */
export function IssuedCertificates({ authorityId }: { authorityId: string }) {
  const t = useText()
  const page = usePageOfList('create_time')
  const { limit, offset, sortDirection: sort_dir } = page
  const query = { issuer_id: authorityId, limit, offset, sort_key: sortKeyOf(page.sortKey), sort_dir }
  const { data, error, isFetching, refetch } = useAsked(pca.certificates.listCertificates, { query })
  return (
    <List
      label={t('tab.issued')}
      columns={useCertificateColumns().filter(({ key }) => key !== 'issuer')}
      rowKey={({ certificate_id }) => certificate_id}
      items={data?.certificates}
      total={data?.total}
      page={page}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={<EmptyState title={t('issued.none')} words={t('issued.noneWords')} />}
    />
  )
}
