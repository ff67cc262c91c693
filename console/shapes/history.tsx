import { audit } from 'virtual:contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsked } from '../api/use-asked.ts'
import { RecordTable } from '../pages/audit/record-table.tsx'
import { useText } from '../text/text.ts'

/** What was done to one thing, by the audit trail, newest first. */
export function History({ kind, id }: { kind?: string; id: string }) {
  const t = useText()
  const [limit, setLimit] = useState(50)
  const query = { object_id: id, limit, ...(kind !== undefined && { object_kind: kind }) }
  const { data, error, isFetching, refetch } = useAsked(audit.records.listRecords, { query })
  return (
    <>
      <RecordTable
        records={data?.records}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
      />
      {data?.next_marker && limit < 1000 && (
        <Button className="more" onClick={() => setLimit(Math.min(1000, limit * 4))}>
          {t('audit.older')}
        </Button>
      )}
    </>
  )
}
