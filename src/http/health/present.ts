import type { WatchedInstallation } from '../../domain/ports/metrics.ts'

/** What anyone may know of the installation: sums over all CAs, none of which is named. */
export const presentWatched = ({ buckets, told }: Pick<WatchedInstallation, 'buckets' | 'told'>) => ({
  buckets: {
    kind: buckets.kind,
    refuses_stale_writes: buckets.refusesStaleWrites,
    failing: buckets.failure && {
      since: new Date(buckets.failure.since).toISOString(),
      reason: buckets.failure.reason,
    },
  },
  revocation_lists: told && {
    publishing: told.lists.length,
    alarms: told.lists.filter(({ alarms }) => alarms.length > 0).length,
    oldest_age_seconds: seconds(largest(told.lists.map(({ ageMs }) => ageMs))),
    longest_pending_seconds: seconds(largest(told.lists.map(({ pendingMs }) => pendingMs)) ?? 0),
    longest_unseen_seconds: seconds(largest(told.lists.map(({ unseenMs }) => unseenMs)) ?? 0),
    read_seconds_ago: seconds(told.agoMs),
  },
  revocation_journal: told && {
    journal_lag_seconds: seconds(told.journals.lagMs),
    queued: told.journals.queued,
    reading_back: told.journals.awaited + told.journals.held,
    failing: told.journals.failure !== null || told.journals.heldFor !== null,
  },
})

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000))

/** Null where none is known. */
function largest(values: readonly (number | null)[]): number | null {
  let found: number | null = null
  for (const value of values) if (value !== null && (found === null || value > found)) found = value
  return found
}
