import { DomainError } from '../../model/errors.ts'
import type { JournalRecord } from '../../model/journal.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { Call } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'

/**
 * Asks for a list that tells of what was just revoked or released, and queues it for the journal of the CA that issued
 * it; part of the transaction that did it.
 */
export async function noteRevocation(
  { caller, clock }: Call,
  { revocationLists, journals, jobs }: TenantStores,
  issuerId: string,
  record: JournalRecord,
): Promise<void> {
  const now = clock.now()
  await revocationLists.notePending(issuerId, now)
  await journals.queue(issuerId, record, now)
  const subject = subjectOf({ accountId: caller.account.id, authorityId: issuerId })
  await jobs.enqueue(revocationJobs.tend, subject, now)
}

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
