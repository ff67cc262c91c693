import { DomainError } from '../../model/errors.ts'
import type { JournalRecord } from '../../model/journal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { Call } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'

/**
 * Asks for a list that tells of what was just revoked or released, and queues it for the journal of the CA that issued
 * it; part of the transaction that did it.
 */
export async function noteRevoked(
  clock: Pick<Clock, 'now'>,
  { revocationLists, journals, jobs }: Pick<TenantStores, 'revocationLists' | 'journals' | 'jobs'>,
  issuer: JournalOwner,
  record: JournalRecord,
): Promise<void> {
  const now = clock.now()
  await revocationLists.notePending(issuer.authorityId, now)
  await journals.queue(issuer.authorityId, record, now)
  await jobs.enqueue(revocationJobs.tend, subjectOf(issuer), now)
}

/** The same for a call's own account. */
export const noteRevocation = (
  { caller, clock }: Call,
  stores: TenantStores,
  authorityId: string,
  record: JournalRecord,
): Promise<void> => noteRevoked(clock, stores, { accountId: caller.account.id, authorityId }, record)

/**
 * After the commit and before the answer: the record is in the bucket too, where the bucket answers within a second;
 * else it stays queued. Revoking never fails of it.
 */
export const keepInJournal = ({ caller, journalAppender }: Call, authorityId: string): Promise<void> =>
  journalAppender.settle({ accountId: caller.account.id, authorityId })

/** Throws `issuer-not-found` when the issuer's key is gone: its last list tells of everything that it ever will. */
export async function checkIssuerCanTell({ authorities }: TenantStores, issuerId: string): Promise<void> {
  if (await authorities.find(issuerId)) return
  throw new DomainError('issuer-not-found', { reason: "the issuing CA's key is gone" })
}
