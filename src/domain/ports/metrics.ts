import type { ErrorCode } from '../model/errors.ts'
import type { NoticeChannel } from '../model/expiry-notice.ts'
import type { HealthCheck } from '../model/health/check.ts'
import type { IssuancePurpose } from '../model/issuance.ts'
import type { JournalLag } from '../model/journal.ts'
import type { ListFreshness } from '../model/list-freshness.ts'
import type { PushFailure } from '../model/push.ts'
import type { PushService } from '../model/push-place.ts'
import type { BucketHealth } from './buckets.ts'
import type { DueJobs } from './job-store.ts'

/** What was said of a certificate on OCSP; `refused` of a whole question. */
export type StatusAnswerKind = 'good' | 'revoked' | 'unknown' | 'refused'

/** A request as it was answered; of every name there are few, whatever callers send. */
export interface AnsweredRequest {
  /** `PCA v1`; `server` for what is no operation of the API. */
  readonly family: string
  /** The contract's name of the operation, else the pattern of the path; `unknown` for what is neither. */
  readonly operation: string
  readonly status: number
  readonly tookMs: number
}

/** Steps of the life of a certificate that take time: until key and lint and signature are made, and until the commit. */
export type IssuingStep = 'sign' | 'record'
export type IssuanceOutcome = 'issued' | 'failed' | 'cancelled'
export type PushEnd = 'done' | PushFailure['kind']
export type NoticeOutcome = 'delivered' | 'deferred' | 'failed' | 'withdrawn'

/** What happened, for those who watch over a long time. Durations in ms. */
export interface Metrics {
  /** From a revocation to the first list at its public address that tells of it. */
  observeRevocationSeen(ms: number): void
  countStatusAnswer(kind: StatusAnswerKind): void
  /** A signature that was made for an answer, or one that was kept from an earlier one. */
  countStatusSignature(origin: 'made' | 'kept'): void
  countRequest(request: AnsweredRequest): void
  /** Begins to time a step of issuing; the answer ends it. A step that fails is not counted. */
  timeIssuing(step: IssuingStep): () => void
  /** Begins to time a job; the answer ends it. */
  timeJob(kind: string): (result: 'done' | 'failed') => void
  /** A revocation list that was made, and what became of one. */
  observeListMade(ms: number): void
  countListPublished(result: 'published' | 'failed'): void
  /** Something that the domain refused, by why. */
  countRefusal(code: ErrorCode): void
  /** `deferred`: an attempt that failed and will be repeated. */
  countNotice(channel: NoticeChannel, outcome: NoticeOutcome): void
  /** A certificate of an order on its way that came to its end. */
  countIssuance(purpose: IssuancePurpose, outcome: IssuanceOutcome): void
  /** A push that ended, and how long after it was asked for. */
  countPush(service: PushService, outcome: PushEnd, tookMs: number): void
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
  /** What was found when health was last looked at; null: not yet. */
  readonly checks: readonly HealthCheck[] | null
}

/** Shows what happened, and the installation as it is, in a form that a program collects. */
export interface MetricsPage {
  show(watched: WatchedInstallation): Promise<{ readonly contentType: string; readonly text: string }>
}
