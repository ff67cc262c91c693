import { pca } from 'virtual:contract'
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { LinkButton } from '../../shapes/link-button.tsx'
import { type ListColumn, ListPage } from '../../shapes/list-page.tsx'
import { SearchBox } from '../../shapes/search-box.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { type Authority, nameOf, pathLengthText } from './authority.ts'
import { type AuthorityNode, treeOf } from './authority-tree.ts'

const states = ['PENDING', 'ACTIVED', 'DISABLED', 'DELETED', 'EXPIRED', 'REVOKED'] as const

/** Every CA, each below the one that signed it; a flat list while something is looked for. */
export function AuthoritiesPage() {
  const t = useText()
  const may = useMay()
  const project = useProjectFilter()
  const [{ name, status }, change] = useAddress()
  const isFiltered = Boolean(name || status)
  const query = {
    limit: 1000,
    sort_key: 'common_name',
    sort_dir: 'ASC',
    name,
    status: states.find((state) => state === status),
    ...project,
  } as const
  const { data, error, isFetching, refetch } = useAsked(pca.authorities.listAuthorities, { query })
  const found = data?.certificate_authorities
  const create = may(pca.authorities.createAuthority) && (
    <LinkButton to="/authorities/new" isPrimary icon={<PlusOutlined aria-hidden />}>
      {t('authorities.create')}
    </LinkButton>
  )
  return (
    <ListPage<AuthorityNode>
      title={t('nav.authorities')}
      words={t('authorities.words')}
      actions={create}
      filters={
        <>
          <SearchBox name="name" label={t('authorities.search')} maxLength={64} />
          <ChoiceFilter name="status" label={t('field.state')} options={states.map(stateOption)} />
        </>
      }
      label={t('nav.authorities')}
      columns={useColumns()}
      rowKey={({ ca_id }) => ca_id}
      items={found && (isFiltered ? found : treeOf(found))}
      key={data ? 'here' : 'awaited'}
      childrenOf={({ children }) => children}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={
        isFiltered ? (
          <EmptyState
            title={t('list.nothingFound')}
            words={t('list.otherFilter')}
            action={
              <Button onClick={() => change({ name: undefined, status: undefined })}>
                {t('list.clear')}
              </Button>
            }
          />
        ) : (
          <EmptyState title={t('authorities.none')} words={t('authorities.noneWords')} action={create} />
        )
      }
    />
  )
}

const stateOption = (state: string) => ({ value: state, label: translateWord('state', state) })

function useColumns(): readonly ListColumn<AuthorityNode>[] {
  const t = useText()
  return [
    {
      key: 'name',
      title: t('field.commonName'),
      show: (authority) => (
        <Link to="/authorities/$id" params={{ id: authority.ca_id }}>
          {nameOf(authority)}
        </Link>
      ),
    },
    { key: 'state', title: t('field.state'), show: ({ status }) => <StateTag state={status} /> },
    { key: 'type', title: t('field.type'), show: ({ type }) => translateWord('authorityType', type) },
    { key: 'key', title: t('field.key'), show: ({ key_algorithm }) => key_algorithm || '–', isSide: true },
    {
      key: 'path',
      title: t('field.pathLength'),
      show: ({ path_length, status }) => (status === 'PENDING' ? '–' : pathLengthText(path_length)),
      isSide: true,
    },
    {
      key: 'crl',
      title: t('field.crl'),
      show: ({ crl_configuration: { enabled } }) => t(enabled ? 'word.published' : 'word.off'),
      isSide: true,
    },
    { key: 'validity', title: t('field.expires'), show: (authority) => <Validity authority={authority} /> },
  ]
}

const Validity = ({ authority: { not_before, not_after, status } }: { authority: Authority }) => (
  <ValidityBar from={not_before} until={not_after} isOver={status === 'REVOKED' || status === 'DELETED'} />
)
