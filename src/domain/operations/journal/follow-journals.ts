import { DomainError } from '../../model/errors.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { readSubject, revocationJobs, subjectOf } from '../revocation/job-subject.ts'
import type { World } from '../world.ts'
import { appendQueued } from './append-queued.ts'
import { forTheLog } from './for-the-log.ts'

/** What is younger may be on its way to the bucket, with its caller waiting. */
const lateMs = 2000
const page = 1000

/** Tries again what could not be written at once. A failure puts the job off, longer each time. */
export const appendToJournal: JobHandler = async (world, held) => {
  const owner = readSubject(held.job.subject)
  try {
    await appendQueued(world, owner)
  } catch (error) {
    throw error instanceof DomainError ? forTheLog('writing', owner, error) : error
  }
  return undefined
}

/** Asked each second, in a read: where nothing waits, nothing is written. Whether something does. */
export async function askForAppending({ database, clock }: World): Promise<boolean> {
  const late = await database.read('', ({ journalOverview }) =>
    journalOverview.listLate(clock.now() - lateMs, page),
  )
  if (late.length === 0) return false
  await database.write('', async ({ jobs }) => {
    for (const owner of late) await jobs.enqueueOnce(revocationJobs.append, subjectOf(owner), clock.now())
  })
  return true
}
