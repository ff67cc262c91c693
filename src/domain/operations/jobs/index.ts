import { revocationJobs } from '../revocation/job-subject.ts'
import { looksAtRevocationLists } from '../revocation/look-at-revocation-list.ts'
import { renewStatusResponder } from '../revocation/renew-status-responder.ts'
import { tendsAuthorities } from '../revocation/tend-authority.ts'
import type { World } from '../world.ts'
import { removeExpiredTokens } from './remove-expired-tokens.ts'
import { type JobHandler, JobLanes, type Report } from './run-due-jobs.ts'

/** Jobs that are always there, one of each. */
const standing = { 'remove-expired-tokens': removeExpiredTokens } as const satisfies Record<
  string,
  JobHandler
>

const createHandlers = (): Readonly<Record<string, JobHandler>> => ({
  ...standing,
  [revocationJobs.tend]: tendsAuthorities(),
  [revocationJobs.look]: looksAtRevocationLists(),
  [revocationJobs.renewResponder]: renewStatusResponder,
})

export const jobKinds: readonly string[] = Object.keys(createHandlers())

export interface BoundJobs {
  /** Frees jobs that were under way when the process before this ended, and puts the standing ones where they are missing. */
  plan(): Promise<void>
  /** Looks for what is due; returns at once. */
  look(): void
  stop(): void
}

/** `owner` names this node among those that share the database. */
export function bindJobs(world: World, owner: string, report: Report): BoundJobs {
  const lanes = new JobLanes(world, createHandlers(), { owner, report })
  const plan = () =>
    world.database.write('', async ({ jobs }) => {
      await jobs.freeAbandoned()
      for (const kind of Object.keys(standing)) await jobs.enqueue(kind, '', world.clock.now())
    })
  return { plan, look: () => lanes.look(), stop: () => lanes.stop() }
}
