import { scm } from 'virtual:contract'
import { ImportOutlined, ShoppingCartOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { LinkButton } from '../../shapes/link-button.tsx'
import { type ListColumn, ListPage } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { SearchBox } from '../../shapes/search-box.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Expiry } from '../../shapes/time.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { translateWord, useText } from '../../text/text.ts'
import { domainsOf, hostedSortKeyOf, hostedStates, type ListedHosted } from './hosted.ts'

/** SSL certificates that the account hosts, with their keys. */
export function HostedPage() {
  const t = useText()
  const page = usePageOfList('certUpdateTime')
  const project = useProjectFilter()
  const [{ content, status }, change] = useAddress()
  const isFiltered = Boolean(content || status)
  const query = {
    limit: page.limit,
    offset: page.offset,
    sort_key: hostedSortKeyOf(page.sortKey),
    sort_dir: page.sortDirection,
    content,
    status: hostedStates.find((state) => state === status),
    ...project,
  }
  const { data, error, isFetching, refetch } = useAsked(scm.certificates.listCertificates, { query })
  return (
    <ListPage
      title={t('nav.hosted')}
      words={t('hosted.words')}
      actions={<NewButtons />}
      filters={
        <>
          <SearchBox name="content" label={t('hosted.search')} maxLength={255} />
          <ChoiceFilter
            name="status"
            label={t('field.state')}
            options={hostedStates.map((value) => ({ value, label: translateWord('state', value) }))}
          />
        </>
      }
      label={t('nav.hosted')}
      columns={useColumns()}
      rowKey={({ id }) => id}
      items={data?.certificates}
      total={data?.total_count}
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
              <Button onClick={() => change({ content: undefined, status: undefined })}>
                {t('list.clear')}
              </Button>
            }
          />
        ) : (
          <EmptyState title={t('hosted.none')} words={t('hosted.noneWords')} action={<NewButtons />} />
        )
      }
    />
  )
}

/** The two ways that a certificate comes here. */
function NewButtons() {
  const t = useText()
  const may = useMay()
  return (
    <>
      {may(scm.orders.subscribeCertificate) && (
        <LinkButton to="/hosted/buy" icon={<ShoppingCartOutlined aria-hidden />}>
          {t('orders.buy')}
        </LinkButton>
      )}
      {may(scm.certificates.importCertificate) && (
        <LinkButton to="/hosted/import" isPrimary icon={<ImportOutlined aria-hidden />}>
          {t('hosted.import')}
        </LinkButton>
      )}
    </>
  )
}

function useColumns(): readonly ListColumn<ListedHosted>[] {
  const t = useText()
  return [
    {
      key: 'name',
      title: t('field.name'),
      show: ({ id, name }) => (
        <Link to="/hosted/$id" params={{ id }} className="cell-name">
          {name}
        </Link>
      ),
    },
    {
      key: 'domains',
      title: t('field.domains'),
      show: (certificate) => <Domains certificate={certificate} />,
    },
    {
      key: 'state',
      title: t('field.state'),
      sortKey: 'certStatus',
      show: ({ status }) => <StateTag state={status} />,
    },
    {
      key: 'expires',
      title: t('field.expires'),
      sortKey: 'certExpiredTime',
      show: ({ expire_time }) => <Expiry at={readScmTime(expire_time)} />,
    },
    {
      key: 'brand',
      title: t('field.brand'),
      show: ({ brand, type }) =>
        brand === null ? t('hosted.brought') : `${brand} · ${translateWord('certificateType', type ?? '')}`,
      isSide: true,
    },
  ]
}

function Domains({ certificate }: { certificate: ListedHosted }) {
  const t = useText()
  const [first = '–', ...others] = domainsOf(certificate)
  return (
    <span title={[first, ...others].join('\n')}>
      {first}
      {others.length > 0 && <span className="count">{t('hosted.more', { count: others.length })}</span>}
    </span>
  )
}
