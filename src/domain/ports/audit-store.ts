import type { AuditRecord } from '../model/audit-record.ts'

/** Which records are asked for; what is absent narrows nothing. Times in ms since the epoch. */
export interface AuditFilter {
  readonly from?: number
  /** Not itself. */
  readonly until?: number
  readonly userId?: string
  readonly operation?: string
  readonly objectKind?: string
  readonly objectId?: string
  readonly result?: string
}

/** What a page begins after. */
export interface AuditPlace {
  readonly at: number
  readonly sequence: number
}

/** A record as it is listed. */
export interface ListedRecord extends AuditRecord {
  /** Names it for ever; says nothing of its place in the trail. */
  readonly sequence: number
  /** Null until it is sealed, a moment after the act. */
  readonly position: number | null
}

/** The account's own part of the trail. */
export interface AuditReader {
  /** Newest first. */
  list(filter: AuditFilter, limit: number, after?: AuditPlace): Promise<ListedRecord[]>
}

/** The trail's rows. Appended in the transaction of what they tell of; never changed. */
export interface AuditStore extends AuditReader {
  append(record: AuditRecord): Promise<void>
}
