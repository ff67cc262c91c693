/** The time of day, in ms since the epoch. Rules take `now` as an argument; operations ask this. */
export interface Clock {
  now(): number
  /** Resolves after about so many ms; for slowing down a guesser, never for waiting on another's work. */
  pause(ms: number): Promise<void>
}
