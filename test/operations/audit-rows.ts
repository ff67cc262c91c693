import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface AuditRow {
  readonly sequence: number
  readonly at: number
  readonly account_id: string | null
  readonly user_id: string | null
  readonly method: string
  readonly access_key_id: string | null
  readonly source_address: string
  readonly request_id: string
  readonly operation: string
  readonly object_kind: string | null
  readonly object_id: string | null
  readonly result: string
  readonly before_digest: string | null
  readonly after_digest: string | null
  readonly count: number
}

/** The trail as it stands in the database file. */
export function auditRows(dataFolder: string): AuditRow[] {
  return query(dataFolder, 'select * from audit_record order by sequence') as unknown as AuditRow[]
}

export function query(dataFolder: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataFolder, 'chancery.db'))
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}
