/**
 * Named steps that a process may be killed at, in a composition that is made to be killed; everywhere else reaching one
 * does nothing. The names stand in docs/life-of-a-certificate.md.
 */
export interface FaultPoints {
  reach(step: string): void | Promise<void>
}
