import type { Config } from './config/config.ts'
import { secretText } from './crypto/secret-text.ts'
import type { Health } from './domain/operations/health/read-health.ts'
import type { Operations } from './domain/operations/index.ts'
import { readOverview } from './domain/operations/watch/read-overview.ts'
import { revocationFreshness } from './domain/operations/watch/revocation-freshness.ts'
import type { World } from './domain/operations/world.ts'
import type { MetricsPage } from './domain/ports/metrics.ts'
import { healthRoutes } from './http/health/routes.ts'
import { metricsRoutes } from './http/metrics/routes.ts'
import { bearerOf } from './http/wire/bearer.ts'
import type { PlainRequest, PlainRoute } from './http/wire/server-parts.ts'
import { recentValue } from './system/recent-value.ts'
import { settlesWithin } from './system/timer.ts'

/** What shows the installation to those who watch it, and how failures to look at it are told. */
export interface Watching {
  readonly page: MetricsPage
  readonly operations: Pick<Operations, 'authenticateWatcher'>
  readonly warnings: readonly string[]
  readonly readHealth: () => Promise<Health>
  readonly report: (error: unknown) => void
}

/** Whether a request shows the token that is set for who watches. */
export function watcherToken({ metricsToken }: Config): (headers: PlainRequest['headers']) => boolean {
  if (metricsToken === null) return () => false
  const isToken = secretText(metricsToken)
  return (headers) => isToken(bearerOf(headers) ?? '')
}

/** Health for anyone, figures for those they are meant for; both look at the database at most once a second. */
export function watchRoutes(
  { metricsToken }: Config,
  world: World,
  { page, operations, warnings, readHealth, report }: Watching,
): PlainRoute[] {
  const overview = recentValue(() => readOverview(world), report)
  const watch = async () => revocationFreshness(world, await overview())
  const access = {
    isToken: metricsToken === null ? () => false : secretText(metricsToken),
    authenticate: operations.authenticateWatcher,
  }
  const obstacle = obstacleOf(world)
  const health = recentValue(readHealth, report, restOfHealthMs)
  const showFigures = async () => {
    const looked = await health()
    // last, so that what is watched and what is counted are of one moment
    return page.show({ ...(await watch()), checks: looked?.checks ?? null })
  }
  return [...healthRoutes({ warnings, watch, obstacle }), ...metricsRoutes(access, showFigures)]
}

/** Collectors come every few seconds, and each look at health is a write. */
const restOfHealthMs = 30_000

/** A supervisor asks every few seconds and waits no longer. */
const patienceMs = 2_000
/** After a silence, too: one row is no burden, and whoever took us out of service is to take us back. */
const [oneSecondMs, noLongerRest] = [1_000, 0]

/** Asks the database for one row, at most once a second however many ask us. */
function obstacleOf({ database }: World): () => Promise<string | undefined> {
  const answers = recentValue(
    async () => {
      const asking = database.read('', ({ installation }) => installation.findValue('health-write'))
      const answered = asking.then(
        () => true,
        () => false,
      )
      return (await settlesWithin(patienceMs, answered)) && (await answered)
    },
    () => undefined,
    oneSecondMs,
    noLongerRest,
  )
  return async () => ((await answers()) === false ? 'the database does not answer' : undefined)
}
