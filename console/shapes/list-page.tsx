import { Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../text/text.ts'
import { useAddress } from './address.ts'
import { Failure } from './failure.tsx'
import { PageHead } from './page-head.tsx'
import { type PageOfList, pageSizes } from './page-of-list.ts'

export interface ListColumn<Item> {
  readonly key: string
  readonly title: string
  readonly show: (item: Item) => ReactNode
  /** What the API calls the order by this column. */
  readonly sortKey?: string
  readonly width?: number
  /** Left out where there is little room. */
  readonly isSide?: boolean
}

export interface ListProps<Item> {
  readonly label: string
  readonly columns: readonly ListColumn<Item>[]
  readonly rowKey: (item: Item) => string
  readonly items: readonly Item[] | undefined
  /** Absent where the list is shown whole. */
  readonly total?: number | undefined
  readonly page?: PageOfList
  readonly isLoading: boolean
  readonly error?: unknown
  readonly retry?: () => void
  readonly empty: ReactNode
  readonly childrenOf?: (item: Item) => readonly Item[] | undefined
}

interface ListPageProps<Item> extends ListProps<Item> {
  readonly title: string
  readonly words?: string
  readonly actions?: ReactNode
  readonly filters?: ReactNode
}

/** The list page: head, filters, table; the address holds page, filter and order. */
export const ListPage = <Item extends object>({
  title,
  words,
  actions,
  filters,
  ...list
}: ListPageProps<Item>) => (
  <>
    <PageHead title={title} words={words} actions={actions} />
    {filters && <div className="filters">{filters}</div>}
    <List {...list} />
  </>
)

/** The table of a list page; also within a detail page. */
export function List<Item extends object>(props: ListProps<Item>) {
  const { label, columns, rowKey, items, total, page, isLoading, error, retry, empty } = props
  const t = useText()
  const [, change] = useAddress()
  const failure = error ? <Failure error={error} retry={retry} /> : null
  if (failure && !items) return failure
  return (
    <section aria-label={label} className="list" ref={reachable}>
      {failure}
      <Table<Item>
        size="middle"
        columns={columns.map((column) => tableColumn(column, page))}
        dataSource={items as Item[] | undefined}
        rowKey={rowKey}
        loading={isLoading && { delay: 150 }}
        locale={{ emptyText: items && !isLoading ? empty : <div className="list-wait" /> }}
        scroll={{ x: 'max-content' }}
        showSorterTooltip={false}
        {...(props.childrenOf && {
          expandable: { defaultExpandAllRows: true, indentSize: 20 },
        })}
        pagination={
          page !== undefined &&
          (total ?? 0) > 0 && {
            current: page.page,
            pageSize: page.size,
            total: total ?? 0,
            pageSizeOptions: pageSizes,
            showSizeChanger: true,
            showTotal: (all, [from, to]) => t('list.total', { from, to, total: all.toLocaleString('en-US') }),
          }
        }
        onChange={(pagination, _filters, sorter) => {
          const { order, column } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter
          const isSamePage = pagination.current === page?.page
          change({
            page: isSamePage ? undefined : String(pagination.current),
            size: String(pagination.pageSize ?? ''),
            ...(order
              ? { sort: String(column?.key), dir: order === 'ascend' ? 'ASC' : 'DESC' }
              : { sort: undefined, dir: undefined }),
          })
        }}
      />
    </section>
  )
}

/** What scrolls sideways can be scrolled by keys, too (WCAG 2.1.1); the table has no word for it. */
function reachable(list: HTMLElement | null): void {
  list?.querySelector('.ant-table-content')?.setAttribute('tabindex', '0')
}

function tableColumn<Item>(
  column: ListColumn<Item>,
  page: PageOfList | undefined,
): TableColumnsType<Item>[number] {
  const { key, title, show, sortKey, width, isSide } = column
  return {
    key: sortKey ?? key,
    title,
    render: (_value, item) => show(item),
    ...(width !== undefined && { width }),
    ...(isSide && { responsive: ['md'] }),
    ...(sortKey !== undefined && {
      sorter: true,
      sortDirections: ['ascend', 'descend', 'ascend'],
      sortOrder: page?.sortKey === sortKey ? (page.sortDirection === 'ASC' ? 'ascend' : 'descend') : null,
    }),
  }
}
