import type { AuditRecord } from '../../model/audit-record.ts'
import type { World } from '../world.ts'

/** What the operator of the machine did with a backup, from the command line and not over the API. */
export interface OperatorAct {
  readonly operation: 'createBackup' | 'verifyBackup' | 'restoreBackup'
  /** The operating system's name of who ran the command. */
  readonly operator: string
  /** The backup's folder, without where it lies. */
  readonly folderName: string
  /** What the act was about as it then was: the manifest. */
  readonly manifest: unknown
  readonly result: 'success' | 'not-verified'
}

/** Of no account: a backup holds all of them. */
export const operatorRecord = (
  { clock, digest }: Pick<World, 'clock' | 'digest'>,
  { operation, operator, folderName, manifest, result }: OperatorAct,
): AuditRecord => ({
  at: clock.now(),
  accountId: null,
  userId: null,
  method: `command line of ${operator}`,
  accessKeyId: null,
  sourceAddress: '',
  requestId: '',
  operation,
  objectKind: 'backup',
  objectId: folderName,
  result,
  beforeDigest: null,
  afterDigest: digest.of(manifest),
  count: 1,
})
