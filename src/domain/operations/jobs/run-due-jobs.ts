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

/** Told of failures that nobody planned for. */
export type Report = (error: unknown) => void

/**
 * Runs what is due in a few lanes. Each lane looks for itself, so that one which waits for a slow peer keeps nobody from
 * the others, however long it takes.
 */
export class JobLanes {
  readonly #world: World
  readonly #handlers: Readonly<Record<string, JobHandler>>
  readonly #owner: string
  readonly #report: Report
  #busy = 0
  #isStopped = false

  constructor(
    world: World,
    handlers: Readonly<Record<string, JobHandler>>,
    { owner, report }: { readonly owner: string; readonly report: Report },
  ) {
    this.#world = world
    this.#handlers = handlers
    this.#owner = owner
    this.#report = report
  }

  /** Looks for what is due; whoever finds something sends one more to look. Returns at once. */
  look(): void {
    if (this.#busy >= lanes || this.#isStopped) return
    this.#busy += 1
    void this.#run()
  }

  /** Nothing new is begun; what is under way finds the database closed, and is taken up again by its hold's end. */
  stop(): void {
    this.#isStopped = true
  }

  async #run(): Promise<void> {
    try {
      for (let job = await this.#take(); job && !this.#isStopped; job = await this.#take()) {
        this.look()
        await this.#perform(job)
      }
    } catch (error) {
      if (!this.#isStopped) this.#report(error)
    } finally {
      this.#busy -= 1
    }
  }

  #take(): Promise<Job | undefined> {
    const { database, clock, settings } = this.#world
    const now = clock.now()
    const kinds = Object.keys(this.#handlers)
    return database.write('', ({ jobs }) => jobs.take(kinds, this.#owner, now, now + settings.jobHoldMs))
  }

  /** A failure puts the job off, longer each time. */
  async #perform(job: Job): Promise<void> {
    const { database, clock } = this.#world
    try {
      const runAgainAt = await this.#handlers[job.kind]?.(this.#world, hold(this.#world, job))
      await database.write('', ({ jobs }) => jobs.finish(job, runAgainAt))
    } catch (error) {
      if (!(error instanceof DomainError)) this.#report(error)
      const delay = Math.min(longestDelayMs, 1000 * 2 ** Math.min(job.attempts, 20))
      const message = error instanceof Error ? error.message : String(error)
      await database.write('', ({ jobs }) => jobs.fail(job, clock.now() + delay, message))
    }
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
