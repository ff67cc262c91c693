import { pca } from 'virtual:contract'
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { LinkButton } from '../../shapes/link-button.tsx'
import { ListPage } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { SearchBox } from '../../shapes/search-box.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { nameOf, useAuthorities } from '../authorities/authority.ts'
import { certificateStates, sortKeyOf } from './certificate.ts'
import { useCertificateColumns } from './certificate-columns.tsx'

/** Private certificates, searched, filtered, sorted and cut into pages by the server. */
export function CertificatesPage() {
  const t = useText()
  const page = usePageOfList('create_time')
  const project = useProjectFilter()
  const [{ name, status, issuer }, change] = useAddress()
  const isFiltered = Boolean(name || status || issuer)
  const query = {
    limit: page.limit,
    offset: page.offset,
    sort_key: sortKeyOf(page.sortKey),
    sort_dir: page.sortDirection,
    name,
    status: certificateStates.find((state) => state === status),
    issuer_id: issuer,
    ...project,
  }
  const { data, error, isFetching, refetch } = useAsked(pca.certificates.listCertificates, { query })
  return (
    <ListPage
      title={t('nav.certificates')}
      words={t('certificates.words')}
      actions={<CreateButtons />}
      filters={<Filters />}
      label={t('nav.certificates')}
      columns={useCertificateColumns()}
      rowKey={({ certificate_id }) => certificate_id}
      items={data?.certificates}
      total={data?.total}
      page={page}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={
        isFiltered ? (
          <EmptyState
            title={t('list.nothingFound')}
            words={t('list.otherFilter')}
            action={
              <Button onClick={() => change({ name: undefined, status: undefined, issuer: undefined })}>
                {t('list.clear')}
              </Button>
            }
          />
        ) : (
          <EmptyState
            title={t('certificates.none')}
            words={t('certificates.noneWords')}
            action={<CreateButtons />}
          />
        )
      }
    />
  )
}

function CreateButtons() {
  const t = useText()
  const may = useMay()
  return (
    <span className="part-actions">
      {may(pca.certificates.issueCertificate) && (
        <LinkButton to="/certificates/bulk">{t('certificates.bulk')}</LinkButton>
      )}
      {(may(pca.certificates.issueCertificate) || may(pca.certificates.issueCertificateByRequest)) && (
        <LinkButton to="/certificates/new" isPrimary icon={<PlusOutlined aria-hidden />}>
          {t('certificates.issue')}
        </LinkButton>
      )}
    </span>
  )
}

function Filters() {
  const t = useText()
  const authorities = useAuthorities() ?? []
  return (
    <>
      <SearchBox name="name" label={t('certificates.search')} maxLength={64} />
      <ChoiceFilter
        name="status"
        label={t('field.state')}
        options={certificateStates.map((value) => ({ value, label: translateWord('state', value) }))}
      />
      {authorities.length > 0 && (
        <ChoiceFilter
          name="issuer"
          label={t('field.issuer')}
          options={authorities
            .filter(({ status }) => status !== 'PENDING')
            .map((authority) => ({ value: authority.ca_id, label: nameOf(authority) }))}
        />
      )}
    </>
  )
}
