import type { ListFreshness } from '../model/list-freshness.ts'
import type { BucketHealth } from './buckets.ts'
import type { DueJobs } from './job-store.ts'

/** What was said of a certificate on OCSP; `refused` of a whole question. */
export type StatusAnswerKind = 'good' | 'revoked' | 'unknown' | 'refused'

/** What happened, for those who watch over a long time. Durations in ms. */
export interface Metrics {
  /** From a revocation to the first list at its public address that tells of it. */
  observeRevocationSeen(ms: number): void
  countStatusAnswer(kind: StatusAnswerKind): void
  /** A signature that was made for an answer, or one that was kept from an earlier one. */
  countStatusSignature(origin: 'made' | 'kept'): void
}

/** What was revoked or released and is in no journal in a bucket yet: a restore of an older backup would lose it. */
export interface JournalLag {
  readonly queued: number
  /** Since the oldest of them; 0 where there is none. */
  readonly lagMs: number
  /** CAs that sign nothing until their journal was read back. */
  readonly awaited: number
  /** Why, where it is known; names no tenant's secret. */
  readonly failure: string | null
}

/** The installation at one moment, for those who watch it; names no account, and nothing that its users named. */
export interface WatchedInstallation {
  readonly buckets: BucketHealth
  /** What the database told; null as long as it told nothing. */
  readonly told: {
    /** How long ago. Ages are of this moment all the same. */
    readonly agoMs: number
    readonly lists: readonly ListFreshness[]
    /** Of every kind that there is. */
    readonly jobs: readonly DueJobs[]
    readonly journals: JournalLag
  } | null
}

/** Shows what happened, and the installation as it is, in a form that a program collects. */
export interface MetricsPage {
  show(watched: WatchedInstallation): Promise<{ readonly contentType: string; readonly text: string }>
}
