/** When backups were made and proven, in ms since the epoch; null: never, as far as is known. */
export interface BackupTimes {
  readonly lastBackupAt: number | null
  readonly lastVerifiedAt: number | null
}

/**
 * Reads the record that backups leave, `{"last_backup":{"at":…},"last_verified":{"at":…}}`; whatever else it holds is not
 * looked at. Throws an Error that says what is wrong with it.
 */
export function parseBackupRecord(text: string): BackupTimes {
  const record = objectIn(text)
  return { lastBackupAt: timeIn(record, 'last_backup'), lastVerifiedAt: timeIn(record, 'last_verified') }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // said below
  }
  throw new Error('the backup record is no JSON object')
}

function timeIn(record: Readonly<Record<string, unknown>>, name: string): number | null {
  const entry = record[name] as { readonly at?: unknown } | null | undefined
  if (entry === undefined || entry === null) return null
  if (typeof entry.at === 'number' && Number.isSafeInteger(entry.at) && entry.at > 0) return entry.at
  throw new Error(`the backup record's ${name}.at is no time`)
}
