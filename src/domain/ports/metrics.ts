import type { NoticeChannel } from '../model/expiry-notice.ts'
import type { ListFreshness } from '../model/list-freshness.ts'
import type { BucketHealth } from './buckets.ts'
import type { DueJobs } from './job-store.ts'

/** What was said of a certificate on OCSP; `refused` of a whole question. */
export type StatusAnswerKind = 'good' | 'revoked' | 'unknown' | 'refused'

export type NoticeOutcome = 'delivered' | 'deferred' | 'failed' | 'withdrawn'

/** What happened, for those who watch over a long time. Durations in ms. */
export interface Metrics {
  /** From a revocation to the first list at its public address that tells of it. */
  observeRevocationSeen(ms: number): void
  countStatusAnswer(kind: StatusAnswerKind): void
  /** A signature that was made for an answer, or one that was kept from an earlier one. */
  countStatusSignature(origin: 'made' | 'kept'): void
  /** `deferred`: an attempt that failed and will be repeated. */
  countNotice(channel: NoticeChannel, outcome: NoticeOutcome): void
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
  } | null
}

/** Shows what happened, and the installation as it is, in a form that a program collects. */
export interface MetricsPage {
  show(watched: WatchedInstallation): Promise<{ readonly contentType: string; readonly text: string }>
}
