import * as contract from '../../contract/audit-v1/records.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { AuditPlace, ListedRecord } from '../../domain/ports/audit-store.ts'
import { type Route, route } from '../wire/route.ts'

const defaultLimit = 100

export const recordRoutes = (operations: Operations): Route[] => [
  route(contract.listRecords, operations.listAuditRecords, {
    command: ({
      query: { from, until, user_id, operation, object_kind, object_id, result, limit, marker },
    }) => ({
      filter: {
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until }),
        ...(user_id !== undefined && { userId: user_id }),
        ...(operation !== undefined && { operation }),
        ...(object_kind !== undefined && { objectKind: object_kind }),
        ...(object_id !== undefined && { objectId: object_id }),
        ...(result !== undefined && { result }),
      },
      limit: limit ?? defaultLimit,
      ...(marker !== undefined && { after: readMarker(marker) }),
    }),
    present: ({ records, next }) => ({
      records: records.map(presentRecord),
      next_marker: next && `${next.at}-${next.sequence}`,
    }),
  }),
]

function readMarker(marker: string): AuditPlace {
  const [at = 0, sequence = 0] = marker.split('-').map(Number)
  return { at, sequence }
}

const presentRecord = (record: ListedRecord) => ({
  id: String(record.sequence),
  position: record.position,
  time: record.at,
  user_id: record.userId,
  method: record.method,
  access_key_id: record.accessKeyId,
  source_address: record.sourceAddress,
  request_id: record.requestId,
  operation: record.operation,
  object_kind: record.objectKind,
  object_id: record.objectId,
  result: record.result,
  before_digest: record.beforeDigest,
  after_digest: record.afterDigest,
  count: record.count,
})
