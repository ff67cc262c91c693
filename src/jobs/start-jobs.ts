/** Calls work again and again; the room that owns time gives it. */
export type Every = (ms: number, work: () => Promise<void> | void) => () => void

/** What the clock drives. */
export interface TimedWork {
  readonly lookForJobs: () => void
  readonly followTrail: () => Promise<void>
  readonly followJournals: () => Promise<void>
  readonly checkJournals: () => Promise<void>
  readonly flushRefusals: () => void
  readonly renewServerCertificate: () => Promise<void> | void
}

/** Starts the timers; the answer stops them. */
export function startJobs(every: Every, work: TimedWork): () => void {
  const stops = [
    every(1_000, work.lookForJobs),
    every(1_000, work.followTrail),
    every(1_000, work.followJournals),
    every(5_000, work.checkJournals),
    every(60_000, work.flushRefusals),
    every(5_000, work.renewServerCertificate),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
