import type { Metrics } from '../domain/ports/metrics.ts'

/** Nobody watches yet. */
export const createMetrics = (): Metrics => ({ observeRevocationSeen: () => {} })
