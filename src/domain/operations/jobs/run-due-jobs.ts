import { DomainError } from '../../model/errors.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { Job } from '../../ports/job-store.ts'
import type { World } from '../world.ts'

/** A job while this node holds it. Each throws `unexpected` when it is no longer ours: somebody else has it by now. */
export interface HeldJob {
  readonly job: Job
  /** Writes, unless the hold was lost; renews it in the same transaction. */
  record<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result>
  /** Asked right before something is done outside. */
  confirm(): Promise<void>
}

/** What a kind of job does; resolves to when it is due again, or to nothing when it is done for good. */
export type JobHandler = (world: World, held: HeldJob) => Promise<number | undefined>

/** A bucket or address that answers again is to be noticed soon. */
const longestDelayMs = 30_000
/** Jobs at once: one that waits for a slow peer must not hold up the rest. */
const lanes = 4

/** Runs what is due, until nothing is; a failure puts the job off, longer each time. */
export async function runDueJobs(
  world: World,
  handlers: Readonly<Record<string, JobHandler>>,
  owner: string,
): Promise<void> {
  await Promise.all(Array.from({ length: lanes }, () => runLane(world, handlers, owner)))
}

async function runLane(
  world: World,
  handlers: Readonly<Record<string, JobHandler>>,
  owner: string,
): Promise<void> {
  const kinds = Object.keys(handlers)
  for (;;) {
    const now = world.clock.now()
    const heldUntil = now + world.settings.jobHoldMs
    const job = await world.database.write('', ({ jobs }) => jobs.take(kinds, owner, now, heldUntil))
    const handle = job && handlers[job.kind]
    if (!job || !handle) return
    await run(world, job, handle)
  }
}

async function run(world: World, job: Job, handle: JobHandler): Promise<void> {
  try {
    const runAgainAt = await handle(world, hold(world, job))
    await world.database.write('', ({ jobs }) => jobs.finish(job, runAgainAt))
  } catch (error) {
    const delay = Math.min(longestDelayMs, 1000 * 2 ** Math.min(job.attempts, 20))
    const message = error instanceof Error ? error.message : String(error)
    await world.database.write('', ({ jobs }) => jobs.fail(job, world.clock.now() + delay, message))
  }
}

function hold(world: World, job: Job): HeldJob {
  const record: HeldJob['record'] = (accountId, work) =>
    world.database.write(accountId, async (stores) => {
      const result = await work(stores)
      if (!(await stores.jobs.renew(job, world.clock.now() + world.settings.jobHoldMs))) {
        throw new DomainError('unexpected', { reason: `${job.kind} ${job.subject} is no longer ours` })
      }
      return result
    })
  return { job, record, confirm: () => record('', () => Promise.resolve()) }
}
