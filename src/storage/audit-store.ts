import type { AuditRecord } from '../domain/model/audit-record.ts'
import type { AuditStore } from '../domain/ports/audit-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlAuditStore implements AuditStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async append(record: AuditRecord): Promise<void> {
    const row = {
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
    }
    await this.#binding.db.insertInto('audit_record').values(row).execute()
  }
}
