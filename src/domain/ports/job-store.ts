/** Work to be done later, by one node at a time. Times in ms since the epoch. */
export interface Job {
  /** New after each success, so that id and attempts name one hold for ever. */
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly runAfter: number
  readonly attempts: number
  readonly owner: string
}

/** Asks for work to be done later. */
export interface JobQueue {
  /** Adds the job, or brings an existing one of the same kind and subject forward. Never puts one off. */
  enqueue(kind: string, subject: string, runAfter: number): Promise<void>
}

/** How many jobs of a kind are due and not done, and how many of them were due before a time. */
export interface DueJobs {
  readonly kind: string
  readonly due: number
  readonly overdue: number
}

/** The jobs of all nodes, for those who watch the installation. */
export interface JobOverview {
  /** Kinds of which nothing is due are absent. */
  countDue(now: number, overdueBefore: number): Promise<DueJobs[]>
}

/**
 * Jobs are rows. A node takes one with a hold that ends by itself; it may renew the hold, and its result counts only
 * while owner and attempt are still its own, so that a paused owner changes nothing.
 */
export interface JobStore extends JobQueue {
  /** Adds the job where there is none of the kind and subject; one that there is stays as it is, also when it was put off. */
  enqueueOnce(kind: string, subject: string, runAfter: number): Promise<void>
  /**
   * At the start: frees what processes held that are gone. Where one process at a time works on the database nobody
   * else can hold anything; where nodes share it this changes nothing, and a hold ends by itself.
   */
  freeAbandoned(): Promise<void>
  /** The due job of these kinds that waited longest, held by `owner` until `heldUntil`; its attempts count this one. */
  take(kinds: readonly string[], owner: string, now: number, heldUntil: number): Promise<Job | undefined>
  /** False when the hold is no longer this job's owner's and attempt's. */
  renew(job: Job, heldUntil: number): Promise<boolean>
  /** Done: gone, or due again at `runAgainAt`. False when it was no longer held. */
  finish(job: Job, runAgainAt?: number): Promise<boolean>
  /** Failed: due again at `runAgainAt`, with what went wrong. False when it was no longer held. */
  fail(job: Job, runAgainAt: number, message: string): Promise<boolean>
}
