import type { Clock } from '../../ports/clock.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { revocationJobs, subjectOf } from '../revocation/job-subject.ts'
import type { LocalDoors } from './local-doors.ts'

/**
 * An operator's word that what can't be read of a CA's journal and lists is lost for good: what is left is taken over,
 * the CA signs again, and everything that is revoked then is written to a journal anew. What was revoked after the
 * backup and stands nowhere else any more is good again. Whether the CA waited for its journal in the database.
 */
export const giveUpJournal = (
  { write }: Pick<LocalDoors, 'write'>,
  clock: Pick<Clock, 'now'>,
  owner: JournalOwner,
): Promise<boolean> =>
  write(async ({ journals, jobs }, tell) => {
    const { authorityId } = owner
    const before = await journals.find(authorityId)
    await journals.giveUp(authorityId, clock.now())
    const isAwaited = before?.awaitedSince != null
    if (isAwaited) await jobs.enqueue(revocationJobs.readBack, subjectOf(owner), clock.now())
    tell({ kind: 'authority', id: authorityId, before, after: { ...before, givenUpAt: clock.now() } })
    return isAwaited
  })
