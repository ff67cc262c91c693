import type { AuditRecord } from '../../model/audit-record.ts'
import { systemRecord } from '../audit/system-record.ts'
import { type LocalCaller, operatorMethod } from '../local/local-doors.ts'
import type { World } from '../world.ts'

/** What the operator of the machine did with a backup, from the command line and not over the API. */
export interface BackupAct {
  readonly operation: 'createBackup' | 'verifyBackup' | 'restoreBackup' | 'acceptTrailFaults'
  /** The backup's folder, without where it lies. */
  readonly folderName: string
  /** What the act was about as it then was: the manifest, or the faults. */
  readonly manifest: unknown
  readonly result: 'success' | 'not-verified'
}

/** Of no account: a backup holds all of them. */
export const operatorRecord = (
  world: Pick<World, 'clock' | 'random' | 'digest'>,
  operator: LocalCaller,
  { operation, folderName: id, manifest: after, result }: BackupAct,
): AuditRecord => ({
  ...systemRecord(world, null, { method: operatorMethod(operator), operation, kind: 'backup', id, after }),
  result,
})
