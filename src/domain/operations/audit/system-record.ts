import type { AuditRecord, AuditSubject } from '../../model/audit-record.ts'
import type { World } from '../world.ts'

/** What was done, by what: the clock, a restore. */
export interface SystemAct extends AuditSubject {
  readonly method: string
  readonly operation: string
}

/** The record of an act that nobody called for. */
export const systemRecord = (
  { clock, random, digest }: Pick<World, 'clock' | 'random' | 'digest'>,
  accountId: string | null,
  { method, operation, kind, id, before, after }: SystemAct,
): AuditRecord => ({
  at: clock.now(),
  accountId,
  userId: null,
  method,
  accessKeyId: null,
  sourceAddress: 'local',
  requestId: random.identifier(),
  operation,
  objectKind: kind,
  objectId: id,
  result: 'success',
  beforeDigest: before === undefined ? null : digest.of(before),
  afterDigest: after === undefined ? null : digest.of(after),
  count: 1,
})
