import type { Job } from '../../ports/job-store.ts'
import type { World } from '../world.ts'

/** What a kind of job does; resolves to when it is due again, or to nothing when it is done for good. */
export type JobHandler = (world: World, job: Job) => Promise<number | undefined>

const holdMs = 60_000
const longestDelayMs = 3_600_000

/** Runs what is due, one after another, until nothing is; a failure puts the job off, longer each time. */
export async function runDueJobs(
  world: World,
  handlers: Readonly<Record<string, JobHandler>>,
  owner: string,
): Promise<void> {
  const kinds = Object.keys(handlers)
  for (;;) {
    const now = world.clock.now()
    const job = await world.database.write('', ({ jobs }) => jobs.take(kinds, owner, now, now + holdMs))
    const handle = job && handlers[job.kind]
    if (!job || !handle) return
    await run(world, job, handle)
  }
}

async function run(world: World, job: Job, handle: JobHandler): Promise<void> {
  try {
    const runAgainAt = await handle(world, job)
    await world.database.write('', ({ jobs }) => jobs.finish(job, runAgainAt))
  } catch (error) {
    const delay = Math.min(longestDelayMs, 1000 * 2 ** Math.min(job.attempts, 20))
    const message = error instanceof Error ? error.message : String(error)
    await world.database.write('', ({ jobs }) => jobs.fail(job, world.clock.now() + delay, message))
  }
}
