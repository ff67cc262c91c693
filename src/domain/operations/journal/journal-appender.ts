import { DomainError } from '../../model/errors.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { subjectOf } from '../revocation/job-subject.ts'
import { appendQueued } from './append-queued.ts'
import type { JournalWorld } from './segments.ts'

/** A caller waits so long for the bucket, and no longer. */
const patienceMs = 1000

interface Lane {
  readonly running: Promise<void>
  /** Begins when that one ends, with all that is queued by then. */
  next: Promise<void> | undefined
}

/**
 * Writes what was just revoked to the bucket before its caller is answered. What comes while a write of the same CA is
 * under way goes together with the next: a thousand revocations are not a thousand writes.
 */
export class JournalAppender {
  readonly #world: JournalWorld
  readonly #report: (error: unknown) => void
  readonly #lanes = new Map<string, Lane>()
  #isStopped = false

  constructor(world: JournalWorld, report: (error: unknown) => void) {
    this.#world = world
    this.#report = report
  }

  /**
   * Resolves when what was queued for the CA is in the bucket, the bucket failed, or a second is over. Never rejects:
   * what is not there by then stays queued, and a job tries again.
   */
  async settle(owner: JournalOwner): Promise<void> {
    const { database, clock } = this.#world
    const journal = await database.read(owner.accountId, ({ journals }) => journals.find(owner.authorityId))
    // a bucket that failed is the job's to ask again
    if (journal && (journal.failure !== null || journal.awaitedSince !== null)) return
    await Promise.race([this.#append(owner), clock.pause(patienceMs)])
  }

  /** What is under way finds the database closed. */
  stop(): void {
    this.#isStopped = true
  }

  #append(owner: JournalOwner): Promise<void> {
    const key = subjectOf(owner)
    const lane = this.#lanes.get(key)
    if (!lane) return this.#begin(key, owner)
    lane.next ??= lane.running.then(() => this.#begin(key, owner))
    return lane.next
  }

  #begin(key: string, owner: JournalOwner): Promise<void> {
    const running = this.#run(owner).then(() => {
      if (this.#lanes.get(key)?.next === undefined) this.#lanes.delete(key)
    })
    this.#lanes.set(key, { running, next: undefined })
    return running
  }

  async #run(owner: JournalOwner): Promise<void> {
    try {
      await appendQueued(this.#world, owner)
    } catch (error) {
      if (!(error instanceof DomainError) && !this.#isStopped) this.#report(error)
    }
  }
}
