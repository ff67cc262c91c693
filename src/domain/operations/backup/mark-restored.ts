import type { AuditRecord } from '../../model/audit-record.ts'
import type { Database } from '../../ports/doors.ts'

/**
 * Says in a database that it was restored, and when (ms since the epoch, as text), before any server starts on it: what
 * happened after the backup is not in it, and whoever signs has to find out first. The trail tells of it, too.
 */
export const markRestored = (
  database: Pick<Database, 'write'>,
  restoredAt: number,
  records: readonly AuditRecord[],
): Promise<void> =>
  database.write('', async ({ installation, audit }) => {
    await installation.setValue('restored-at', new TextEncoder().encode(String(restoredAt)))
    for (const record of records) await audit.append(record)
  })
