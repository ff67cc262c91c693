import { DomainError } from '../../model/errors.ts'
import type { Job } from '../../ports/job-store.ts'
import type { World } from '../world.ts'
import { type HeldJob, Hold } from './held-job.ts'

/** What a kind of job does; resolves to when it is due again, or to nothing when it is done for good. */
export type JobHandler = (world: World, held: HeldJob) => Promise<number | undefined>

/** A bucket or address that answers again is to be noticed soon. */
const longestDelayMs = 30_000
/** Jobs at once: one that waits for a slow peer must not hold up the rest. */
const lanes = 4
/** Longer than any job takes; what comes to no end, because nobody foresaw how, gives its lane back. */
const longestRunMs = 30 * 60_000

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
  readonly #holds = new Set<Hold>()
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

  /** Looks for what is due, and renews the holds of what is under way. Returns at once. */
  look(): void {
    for (const hold of this.#holds) void this.#keep(hold)
    this.#send()
  }

  /** Nothing new is begun; what is under way finds the database closed, and is taken up again by its hold's end. */
  stop(): void {
    this.#isStopped = true
  }

  /** Whoever finds something sends one more to look. */
  #send(): void {
    if (this.#busy >= lanes || this.#isStopped) return
    this.#busy += 1
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      for (let job = await this.#take(); job && !this.#isStopped; job = await this.#take()) {
        this.#send()
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
    const { database, clock, metrics } = this.#world
    const ended = metrics.timeJob(job.kind)
    const hold = new Hold(this.#world, job, longestRunMs)
    this.#holds.add(hold)
    try {
      const work = this.#handlers[job.kind]?.(this.#world, hold)
      const runAgainAt = await Promise.race([work, hold.whenOver])
      await database.write('', ({ jobs }) => jobs.finish(job, runAgainAt))
      ended('done')
    } catch (error) {
      ended('failed')
      if (!(error instanceof DomainError)) this.#report(error)
      const delay = Math.min(longestDelayMs, 1000 * 2 ** Math.min(job.attempts, 20))
      const message = error instanceof Error ? error.message : String(error)
      await database.write('', ({ jobs }) => jobs.fail(job, clock.now() + delay, message))
    } finally {
      this.#holds.delete(hold)
    }
  }

  /** What could not be renewed now may be at the next look. */
  async #keep(hold: Hold): Promise<void> {
    try {
      await hold.keep()
    } catch (error) {
      if (!this.#isStopped) this.#report(error)
    }
  }
}
