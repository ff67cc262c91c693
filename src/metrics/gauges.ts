import { Gauge, type Registry } from 'prom-client'
import type { JournalLag } from '../domain/model/journal.ts'
import type { ListFreshness } from '../domain/model/list-freshness.ts'
import type { WatchedInstallation } from '../domain/ports/metrics.ts'
import type { Figure } from './figure.ts'
import { healthFigures } from './health-figures.ts'

const ofEachList = (name: string, help: string, value: (list: ListFreshness) => number | null): Figure => ({
  name: `chancery_revocation_list_${name}`,
  help,
  labelNames: ['ca_id', 'ca_name'],
  samples: ({ told }) => (told?.lists ?? []).map((list) => ({ labels: labelsOf(list), value: value(list) })),
})

/** Names of tenants' CAs are theirs; those of the built-in issuer tell what no operation shows. */
const labelsOf = ({ authorityId, builtInName }: ListFreshness) =>
  builtInName === undefined ? { ca_id: authorityId } : { ca_id: authorityId, ca_name: builtInName }

const ofEachJobKind = (name: 'due' | 'overdue', help: string): Figure => ({
  name: `chancery_jobs_${name}`,
  help,
  labelNames: ['kind'],
  samples: ({ told }) =>
    (told?.jobs ?? []).map((jobs) => ({ labels: { kind: jobs.kind }, value: jobs[name] })),
})

const ofBuckets = (
  name: string,
  help: string,
  value: (buckets: WatchedInstallation['buckets']) => boolean | null,
): Figure => ({
  name: `chancery_buckets_${name}`,
  help,
  labelNames: ['kind'],
  samples: ({ buckets }) => {
    const is = value(buckets)
    return [{ labels: { kind: buckets.kind }, value: is === null ? null : Number(is) }]
  },
})

const ofJournals = (name: string, help: string, value: (journals: JournalLag) => number): Figure => ({
  name: `chancery_journal_${name}`,
  help,
  labelNames: [],
  samples: ({ told }) => [{ labels: {}, value: told && value(told.journals) }],
})

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000)

const figures: readonly Figure[] = [
  ofEachList('age_seconds', 'Age of the list as it was last seen at its public address.', ({ ageMs }) =>
    seconds(ageMs),
  ),
  ofEachList('remaining_seconds', 'Until the end of the list that was last seen.', ({ remainingMs }) =>
    seconds(remainingMs),
  ),
  ofEachList(
    'pending_seconds',
    'Since the oldest revocation that no list tells of; 0: none.',
    ({ pendingMs }) => seconds(pendingMs),
  ),
  ofEachList('unseen_seconds', 'Since the oldest revocation that nobody can see; 0: none.', ({ unseenMs }) =>
    seconds(unseenMs),
  ),
  ofEachList('entries', 'Entries of the last list.', ({ entries }) => entries),
  ofEachList('making_seconds', 'How long the last list took to make.', ({ tookMs }) => seconds(tookMs)),
  ofEachList('number', 'Number of the last list that was begun.', ({ number }) => number),
  ofEachList(
    'alarm',
    '1: in the last quarter of its life as seen, not seen in time, or not to be published.',
    ({ alarms }) => Number(alarms.length > 0),
  ),
  ofEachJobKind('due', 'Jobs that are due and not done.'),
  ofEachJobKind('overdue', 'Jobs that have been due for more than a minute.'),
  ofBuckets('failing', '1: the last use of the bucket store failed.', ({ failure }) => failure !== null),
  ofBuckets(
    'refuse_stale_writes',
    '1: the store itself refuses a write over a version that is gone.',
    ({ refusesStaleWrites }) => refusesStaleWrites,
  ),
  ofJournals(
    'lag_seconds',
    'Since the oldest revocation that is in no journal in a bucket yet; 0: none.',
    ({ lagMs }) => lagMs / 1000,
  ),
  ofJournals(
    'queued',
    'Revocations and releases that are in no journal in a bucket yet.',
    ({ queued }) => queued,
  ),
  ofJournals(
    'reading_back',
    'CAs that sign nothing until their journal was compared, or read back after a restore.',
    ({ awaited, held }) => awaited + held,
  ),
  ofJournals('failing', '1: a journal could not be written or read.', ({ failure, heldFor }) =>
    Number(failure !== null || heldFor !== null),
  ),
  {
    name: 'chancery_overview_age_seconds',
    help: 'Since the database told what stands here of lists and jobs.',
    labelNames: [],
    samples: ({ told }) => [{ labels: {}, value: seconds(told?.agoMs ?? null) }],
  },
  ...healthFigures,
]

/** The answer sets every gauge to what was watched; a CA that is gone is gone from them. */
export function createGauges(registry: Registry): (watched: WatchedInstallation) => void {
  const gauges = figures.map(({ name, help, labelNames, samples }) => ({
    gauge: new Gauge({ name, help, labelNames, registers: [registry] }),
    samples,
  }))
  return (watched) => {
    for (const { gauge, samples } of gauges) {
      gauge.reset()
      for (const { labels, value } of samples(watched)) {
        if (value === null) gauge.remove(labels)
        else gauge.set(labels, value)
      }
    }
  }
}
