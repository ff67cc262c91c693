import type { AuditRecord } from '../../model/audit-record.ts'
import type { RequestOrigin } from '../../model/caller.ts'
import type { Account, User } from '../../model/identity.ts'

/** What the trail says of something that was done before there was a caller. */
export const signInRecord = (
  origin: RequestOrigin,
  { account, user }: { readonly account: Pick<Account, 'id'>; readonly user: Pick<User, 'id'> },
  act: Pick<AuditRecord, 'at' | 'method' | 'operation' | 'objectKind' | 'objectId'>,
): AuditRecord => ({
  ...act,
  accountId: account.id,
  userId: user.id,
  accessKeyId: null,
  sourceAddress: origin.sourceAddress,
  requestId: origin.requestId,
  result: 'success',
  beforeDigest: null,
  afterDigest: null,
  count: 1,
})
