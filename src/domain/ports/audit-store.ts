import type { AuditRecord } from '../model/audit-record.ts'

/** The trail's rows. Appended in the transaction of what they tell of; never changed. */
export interface AuditStore {
  append(record: AuditRecord): Promise<void>
}
