import { Copyable } from '../../shapes/copyable.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import type { AuditRecord } from './record.ts'
import { useUserNames } from './user-names.ts'

interface RecordTableProps {
  readonly records: readonly AuditRecord[] | undefined
  readonly isLoading: boolean
  readonly error?: unknown
  readonly retry: () => void
}

/** Records of the trail: who did what, from where, and what came of it. */
export function RecordTable({ records, ...state }: RecordTableProps) {
  const t = useText()
  const nameOf = useUserNames()
  return (
    <List<AuditRecord>
      label={t('nav.audit')}
      rowKey={({ id, time }) => `${time}-${id}`}
      items={records}
      {...state}
      empty={<EmptyState title={t('audit.none')} words={t('audit.noneWords')} />}
      columns={[
        { key: 'time', title: t('field.time'), show: ({ time }) => <Time at={time} /> },
        { key: 'operation', title: t('audit.operation'), show: ({ operation }) => <code>{operation}</code> },
        {
          key: 'result',
          title: t('audit.result'),
          show: ({ result, count }) => (
            <>
              <StateTag state={result} />
              {count > 1 && <span className="count">×{count}</span>}
            </>
          ),
        },
        {
          key: 'user',
          title: t('audit.user'),
          show: ({ user_id, method }) => (
            <>
              {user_id === null ? t('audit.nobody') : nameOf(user_id)} <span className="none">{method}</span>
            </>
          ),
        },
        {
          key: 'source',
          title: t('audit.source'),
          show: ({ source_address }) => source_address,
          isSide: true,
        },
        {
          key: 'object',
          title: t('audit.object'),
          show: ({ object_kind, object_id }) => (
            <span className="object">
              {object_kind} {object_id && <Copyable value={object_id} what={t('field.id')} shown={15} />}
            </span>
          ),
          isSide: true,
        },
        {
          key: 'sealed',
          title: t('audit.sealed'),
          show: ({ position }) => (position === null ? t('audit.notYet') : `#${position}`),
          isSide: true,
        },
        {
          key: 'request',
          title: t('failure.request'),
          show: ({ request_id }) => <Copyable value={request_id} what={t('failure.request')} shown={11} />,
          isSide: true,
        },
      ]}
    />
  )
}
