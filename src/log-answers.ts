import type { Metrics } from './domain/ports/metrics.ts'
import type { Answered } from './http/wire/server-parts.ts'
import type { Logger } from './system/log.ts'

/**
 * Counts every request that was answered, and with the level debug writes a line of it. What callers wrote (paths,
 * queries, headers, bodies) is in neither.
 */
export const answeredTo =
  (log: Logger, metrics: Pick<Metrics, 'countRequest'>) =>
  (answered: Answered): void => {
    const { family, operation, route, status, tookMs } = answered
    metrics.countRequest({
      family: family ?? 'server',
      operation: operation ?? route ?? 'unknown',
      status,
      tookMs,
    })
    if (log.isLevelEnabled('debug')) log.debug(lineOf(answered), 'answered')
  }

const lineOf = ({ caller, tookMs, ...answered }: Answered) => ({
  ...answered,
  tookMs: Math.round(tookMs * 10) / 10,
  userId: caller?.user.id ?? null,
  accountId: caller?.account.id ?? null,
})
