import type { FaultPoints } from './domain/ports/fault-points.ts'

/** For everything that is not made to be killed. */
export const noFaults: FaultPoints = { reach: () => {} }
