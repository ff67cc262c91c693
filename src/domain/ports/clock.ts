/** The time of day, in ms since the epoch. Rules take `now` as an argument; operations ask this. */
export interface Clock {
  now(): number
  /** Resolves after about so many ms; for slowing down a guesser, and for the end of somebody's patience. */
  pause(ms: number): Promise<void>
}
