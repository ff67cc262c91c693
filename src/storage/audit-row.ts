import type { Insertable, Selectable } from 'kysely'
import type { AuditRecord } from '../domain/model/audit-record.ts'
import type { Schema } from './schema.ts'

type AuditRow = Selectable<Schema['audit_record']>

/** The columns of a new record; it has no position yet. */
export const auditRow = (record: AuditRecord): Insertable<Schema['audit_record']> => ({
  at: record.at,
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

export const auditRecordOf = (row: AuditRow): AuditRecord => ({
  at: row.at,
  accountId: row.account_id,
  userId: row.user_id,
  method: row.method,
  accessKeyId: row.access_key_id,
  sourceAddress: row.source_address,
  requestId: row.request_id,
  operation: row.operation,
  objectKind: row.object_kind,
  objectId: row.object_id,
  result: row.result,
  beforeDigest: row.before_digest,
  afterDigest: row.after_digest,
  count: row.count,
})
