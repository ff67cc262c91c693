import * as contract from '../../contract/health-v1/health.ts'
import { type AnswerOf, ErrorBody } from '../../contract/operation.ts'
import type { Health } from '../../domain/operations/health/read-health.ts'
import { ownDialect } from '../wire/own-dialect.ts'
import type { DoubleRoute, RouteInput } from '../wire/route.ts'
import type { Family } from '../wire/server-parts.ts'

/** Everything that an administrator of the installation should know of. */
export const healthFamily = (parts: HealthParts): Family => ({
  name: 'Health v1',
  ...ownDialect('HEALTH'),
  errorBody: ErrorBody,
  routes: [healthRoute(parts)],
})

export interface HealthParts {
  readonly readHealth: () => Promise<Health>
  /** Whether the request shows the token that is set for who watches. */
  readonly isWatcher: (headers: RouteInput['headers']) => boolean
}

/** For administrators, and for who may see the metrics: both name the CAs of all accounts. */
function healthRoute({ readHealth, isWatcher }: HealthParts): DoubleRoute {
  const answer = async () => ({
    body: presentHealth(await readHealth()),
    headers: { 'cache-control': 'no-store' },
  })
  return { operation: contract.showHealth, isOpenTo: isWatcher, answer, answerOpen: answer }
}

function presentHealth({ status, at, checks }: Health): AnswerOf<typeof contract.showHealth> {
  return {
    status,
    time: at,
    checks: checks.map(({ name, severity, finding, advice, measures }) => ({
      name,
      severity,
      finding,
      advice,
      measures: measures.map((measure) => ({ ...measure })),
    })),
  }
}
