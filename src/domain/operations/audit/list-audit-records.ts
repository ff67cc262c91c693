import type { AuditFilter, AuditPlace, ListedRecord } from '../../ports/audit-store.ts'
import type { Call } from '../world.ts'

export interface ListAuditRecordsCommand {
  readonly filter: AuditFilter
  readonly limit: number
  readonly after?: AuditPlace
}

export interface AuditPage {
  readonly records: readonly ListedRecord[]
  /** What the next page begins after; null: there are no more. */
  readonly next: AuditPlace | null
}

/** The account's own records; those of callers whom nobody recognised belong to no account. */
export async function listAuditRecords(
  call: Call,
  { filter, limit, after }: ListAuditRecordsCommand,
): Promise<AuditPage> {
  const found = await call.search(({ audit }) => audit.list(filter, limit + 1, after))
  const records = found.slice(0, limit)
  return { records, next: found.length > limit ? (records.at(-1) ?? null) : null }
}
