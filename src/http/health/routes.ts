import type { WatchedInstallation } from '../../domain/ports/metrics.ts'
import type { PlainRoute } from '../wire/server-parts.ts'
import { presentWatched } from './present.ts'

/**
 * `GET /healthz`: 200 once requests can be served. `warnings` say what an operator should know, the rest how fresh
 * revocation lists are: to be looked at, and no reason to end the process.
 */
export const healthRoutes = (
  warnings: readonly string[],
  watch: () => Promise<WatchedInstallation>,
): PlainRoute[] => [
  {
    path: '/healthz',
    cacheControl: 'no-store',
    answer: async () => ({
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify({ status: 'ok', warnings, ...presentWatched(await watch()) }),
    }),
  },
]
