import type { PlacedRecord } from '../../domain/model/audit-block.ts'

/** A record as every sink gets it. Whoever was told of a position twice was told the same. */
export const recordJson = (record: PlacedRecord): string =>
  JSON.stringify({
    position: record.position,
    time: new Date(record.at).toISOString(),
    account_id: record.accountId,
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
