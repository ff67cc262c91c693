import type { AuditRecord } from '../domain/model/audit-record.ts'
import type { AuditStore } from '../domain/ports/audit-store.ts'
import { prepareInsert } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const insertRecord = prepareInsert('audit_record')

export class SqlAuditStore implements AuditStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async append(record: AuditRecord): Promise<void> {
    await insertRecord(this.#binding, {
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
  }
}
