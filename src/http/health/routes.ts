import type { WatchedInstallation } from '../../domain/ports/metrics.ts'
import type { PlainRoute } from '../wire/server-parts.ts'
import { presentWatched } from './present.ts'

export interface HealthSources {
  /** What an operator should know. */
  readonly warnings: readonly string[]
  readonly watch: () => Promise<Pick<WatchedInstallation, 'buckets' | 'told'>>
  /** Why requests can't be served now; undefined while they can. */
  readonly obstacle: () => Promise<string | undefined>
}

/**
 * `GET /healthz`: 200 while requests can be served, 503 while they can't. The rest is to be looked at, and no reason to
 * end the process: `warnings`, and how fresh revocation lists are.
 */
export const healthRoutes = ({ warnings, watch, obstacle }: HealthSources): PlainRoute[] => [
  {
    path: '/healthz',
    cacheControl: 'no-store',
    async answer() {
      const [reason, watched] = await Promise.all([obstacle(), watch()])
      const status = reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason }
      return {
        status: reason === undefined ? 200 : 503,
        contentType: 'application/json; charset=utf-8',
        body: JSON.stringify({ ...status, warnings, ...presentWatched(watched) }),
      }
    },
  },
]
