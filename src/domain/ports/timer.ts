/** Spans of time, which no setting of the clock disturbs. */
export interface Timer {
  /** Tells the ms since it was made. */
  stopwatch(): () => number
  /** False when the promise did not settle within so many ms. */
  settlesWithin(ms: number, promise: Promise<unknown>): Promise<boolean>
}
