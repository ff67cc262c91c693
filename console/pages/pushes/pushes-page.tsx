import { scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { type ListColumn, ListPage } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { translateWord, useText } from '../../text/text.ts'
import { type AccountPush, pushesRefetchMs, pushStates } from './push.ts'
import { pushColumns } from './push-list.tsx'

/** Every push of the account, the youngest first. */
export function PushesPage() {
  const t = useText()
  const page = usePageOfList('started')
  const [{ status, current }, change] = useAddress()
  const query = {
    limit: page.limit,
    offset: page.offset,
    status: pushStates.find((state) => state === status),
    current: current === 'true' ? true : undefined,
  }
  const { data, error, isFetching, refetch } = useAsked(
    scm.pushes.listAllPushes,
    { query },
    { refetchMs: pushesRefetchMs },
  )
  const certificate: ListColumn<AccountPush> = {
    key: 'certificate',
    title: t('tab.certificate'),
    show: ({ certificate_id, certificate_name }) =>
      certificate_name === null ? (
        <span className="none">{t('pushes.deleted', { id: certificate_id })}</span>
      ) : (
        <Link to="/hosted/$id" params={{ id: certificate_id }} search={{ tab: 'pushes' } as never}>
          {certificate_name}
        </Link>
      ),
  }
  return (
    <ListPage<AccountPush>
      title={t('nav.pushes')}
      words={t('pushes.words')}
      filters={
        <>
          <ChoiceFilter
            name="status"
            label={t('field.state')}
            options={pushStates.map((value) => ({ value, label: translateWord('state', value) }))}
          />
          <Checkbox
            checked={current === 'true'}
            onChange={({ target }) =>
              change({ current: target.checked ? 'true' : undefined, page: undefined })
            }
          >
            {t('pushes.current')}
          </Checkbox>
        </>
      }
      label={t('nav.pushes')}
      columns={[certificate, ...pushColumns(t)]}
      rowKey={({ id }) => id}
      items={data?.pushes}
      total={data?.total_count}
      page={page}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={
        status || current ? (
          <EmptyState title={t('list.nothingFound')} words={t('list.otherFilter')} />
        ) : (
          <EmptyState title={t('pushes.none')} words={t('pushes.noneWords')} />
        )
      }
    />
  )
}
