import type { Config } from './config/config.ts'
import { secretText } from './crypto/secret-text.ts'
import type { Operations } from './domain/operations/index.ts'
import { readOverview } from './domain/operations/watch/read-overview.ts'
import { revocationFreshness } from './domain/operations/watch/revocation-freshness.ts'
import type { World } from './domain/operations/world.ts'
import type { MetricsPage } from './domain/ports/metrics.ts'
import { healthRoutes } from './http/health/routes.ts'
import { metricsRoutes } from './http/metrics/routes.ts'
import type { PlainRoute } from './http/wire/server-parts.ts'
import { recentValue } from './system/recent-value.ts'

/** What shows the installation to those who watch it, and how failures to look at it are told. */
export interface Watching {
  readonly page: MetricsPage
  readonly operations: Pick<Operations, 'authenticateWatcher'>
  readonly warnings: readonly string[]
  readonly report: (error: unknown) => void
}

/** Health for anyone, figures for those they are meant for; both look at the database at most once a second. */
export function watchRoutes(
  { metricsToken }: Config,
  world: World,
  { page, operations, warnings, report }: Watching,
): PlainRoute[] {
  const overview = recentValue(() => readOverview(world), report)
  const watch = async () => revocationFreshness(world, await overview())
  const access = {
    isToken: metricsToken === null ? () => false : secretText(metricsToken),
    authenticate: operations.authenticateWatcher,
  }
  return [...healthRoutes(warnings, watch), ...metricsRoutes(access, async () => page.show(await watch()))]
}
