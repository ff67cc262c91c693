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

/** Renewed early enough that two renewals may come late. */
const renewalsPerHold = 3

/** A node's hold on a job, which ends by itself unless it is renewed. */
export class Hold implements HeldJob {
  readonly job: Job
  readonly #world: Pick<World, 'database' | 'clock' | 'settings'>
  /** Rejects once the hold was kept for too long; never resolves. */
  readonly whenOver: Promise<never>
  readonly #end: (error: Error) => void
  readonly #endsAt: number
  #renewAt: number

  constructor(world: Pick<World, 'database' | 'clock' | 'settings'>, job: Job, longestMs: number) {
    this.job = job
    this.#world = world
    const { promise, reject } = Promise.withResolvers<never>()
    this.whenOver = promise
    this.#end = reject
    this.#endsAt = world.clock.now() + longestMs
    this.#renewAt = this.#nextRenewal()
  }

  record<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result> {
    return this.#world.database.write(accountId, async (stores) => {
      const result = await work(stores)
      if (await this.#renew(stores)) return result
      const { kind, subject } = this.job
      throw new DomainError('unexpected', { reason: `${kind} ${subject} is no longer ours` })
    })
  }

  confirm(): Promise<void> {
    return this.record('', () => Promise.resolve())
  }

  /**
   * Called again and again while the work lasts, so that nobody takes the job for abandoned. One that was lost stays
   * lost, and whoever works on it learns of it when it records.
   */
  async keep(): Promise<void> {
    const { database, clock } = this.#world
    const now = clock.now()
    if (now >= this.#endsAt) this.#end(new Error(`${this.job.kind} ${this.job.subject} takes too long`))
    if (now < this.#renewAt || now >= this.#endsAt) return
    // before the write, which may take longer than it takes until this is called again
    this.#renewAt = this.#nextRenewal()
    await database.write('', (stores) => this.#renew(stores))
  }

  #renew({ jobs }: InstallationStores): Promise<boolean> {
    return jobs.renew(this.job, this.#world.clock.now() + this.#world.settings.jobHoldMs)
  }

  #nextRenewal(): number {
    return this.#world.clock.now() + this.#world.settings.jobHoldMs / renewalsPerHold
  }
}
