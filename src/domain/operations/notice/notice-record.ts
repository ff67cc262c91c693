import type { AuditRecord } from '../../model/audit-record.ts'
import type { World } from '../world.ts'

/** Nobody called: the clock did what somebody of the account had asked for. */
export const noticeRecord = (
  { clock, random, digest }: Pick<World, 'clock' | 'random' | 'digest'>,
  act: {
    readonly accountId: string
    readonly operation: 'noticeExpiry' | 'noticeOrder' | 'deliverNotice'
    readonly certificateId: string
    readonly result: string
    readonly after: unknown
  },
): AuditRecord => ({
  at: clock.now(),
  accountId: act.accountId,
  userId: null,
  method: 'clock',
  accessKeyId: null,
  sourceAddress: 'local',
  requestId: random.identifier(),
  operation: act.operation,
  objectKind: 'hosted_certificate',
  objectId: act.certificateId,
  result: act.result,
  beforeDigest: null,
  afterDigest: digest.of(act.after),
  count: 1,
})
