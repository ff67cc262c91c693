import { freshnessOf } from '../../model/list-freshness.ts'
import type { JournalBacklog } from '../../ports/journal-store.ts'
import type { WatchedInstallation } from '../../ports/metrics.ts'
import { withBuiltInName } from '../built-in-issuer/built-in-names.ts'
import type { World } from '../world.ts'
import type { Overview } from './read-overview.ts'

/**
 * How fresh what the installation tells of revocations is, now: a list grows older also while the database is silent,
 * so ages are counted from what it told last.
 */
export function revocationFreshness(
  { clock, buckets, journalHolds }: Pick<World, 'clock' | 'buckets' | 'journalHolds'>,
  overview: Overview | undefined,
): Omit<WatchedInstallation, 'checks'> {
  const now = clock.now()
  return {
    buckets: buckets.health(),
    told: overview
      ? {
          agoMs: Math.max(0, now - overview.readAt),
          lists: overview.lists.map(({ authorityId, progress }) =>
            withBuiltInName(freshnessOf(authorityId, progress, now), overview.builtInNames),
          ),
          jobs: overview.jobs,
          journals: { ...lagOf(overview.journals, now), ...journalHolds.state() },
        }
      : null,
  }
}

const lagOf = ({ queued, oldestQueuedAt, awaited, failure }: JournalBacklog, now: number) => ({
  queued,
  lagMs: oldestQueuedAt === null ? 0 : Math.max(0, now - oldestQueuedAt),
  awaited,
  failure,
})
