import { DomainError } from '../../model/errors.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { Call } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'

/** Asks for a list that tells of what was just revoked or released; part of the transaction that did it. */
export async function noteRevocation(
  { caller, clock }: Call,
  { revocationLists, jobs }: TenantStores,
  issuerId: string,
): Promise<void> {
  const now = clock.now()
  await revocationLists.notePending(issuerId, now)
  const subject = subjectOf({ accountId: caller.account.id, authorityId: issuerId })
  await jobs.enqueue(revocationJobs.tend, subject, now)
}

/** Throws `issuer-not-found` when the issuer's key is gone: its last list tells of everything that it ever will. */
export async function checkIssuerCanTell({ authorities }: TenantStores, issuerId: string): Promise<void> {
  if (await authorities.find(issuerId)) return
  throw new DomainError('issuer-not-found', { reason: "the issuing CA's key is gone" })
}
