import { audit, iam } from 'virtual:contract'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { SearchBox } from '../../shapes/search-box.tsx'
import { useText } from '../../text/text.ts'
import { RecordTable } from './record-table.tsx'
import { Verification } from './verification.tsx'

const dayMs = 86_400_000
const limit = 50

/** What was done and refused, by time, user, operation, object and result; and how the trail is verified. */
export function AuditPage() {
  const t = useText()
  const [{ marker, days, operation, object, user, result }, change] = useAddress()
  const [before, setBefore] = useState<readonly (string | undefined)[]>([])
  const [now] = useState(() => Date.now())
  const query = {
    limit,
    marker,
    operation,
    object_id: object,
    user_id: user,
    result,
    from: days ? now - Number(days) * dayMs : undefined,
  }
  const { data, error, isFetching, refetch } = useAsked(audit.records.listRecords, { query })
  return (
    <>
      <PageHead title={t('nav.audit')} words={t('audit.words')} />
      <div className="filters">
        <SearchBox name="operation" label={t('audit.searchOperation')} maxLength={256} />
        <SearchBox name="object" label={t('audit.searchObject')} maxLength={256} />
        <UserFilter />
        <ChoiceFilter
          name="result"
          label={t('audit.result')}
          options={['success', 'action-denied', 'password-mismatch'].map((value) => ({
            value,
            label: value,
          }))}
        />
        <ChoiceFilter
          name="days"
          label={t('field.time')}
          options={['1', '7', '30', '90'].map((value) => ({
            value,
            label: t('audit.days', { days: value }),
          }))}
        />
      </div>
      <RecordTable
        records={data?.records}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
      />
      <div className="filters more">
        <Button
          disabled={!marker}
          onClick={() => {
            change({ marker: before.at(-1) })
            setBefore(before.slice(0, -1))
          }}
        >
          {t('audit.newer')}
        </Button>
        <Button
          disabled={!data?.next_marker}
          onClick={() => {
            setBefore([...before, marker])
            change({ marker: data?.next_marker ?? undefined })
          }}
        >
          {t('audit.older')}
        </Button>
      </div>
      <Verification />
    </>
  )
}

function UserFilter() {
  const t = useText()
  const may = useMay()
  const [{ user }, change] = useAddress()
  const { data } = useAsked(iam.users.listUsers, {}, { isEnabled: may(iam.users.listUsers) })
  const set = (value: string) => change({ user: value || undefined, marker: undefined })
  if (!data) {
    return (
      <Input
        className="search-box"
        aria-label={t('audit.user')}
        placeholder={t('audit.user')}
        defaultValue={user}
        onPressEnter={(event) => set(event.currentTarget.value)}
      />
    )
  }
  return (
    <Select
      className="choice-filter"
      aria-label={t('audit.user')}
      value={user ?? ''}
      popupMatchSelectWidth={false}
      options={[
        { value: '', label: `${t('audit.user')}: ${t('filter.all')}` },
        ...data.users.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={set}
    />
  )
}
