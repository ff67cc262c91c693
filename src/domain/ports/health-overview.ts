import type {
  AuthorityEnd,
  JobStanding,
  OrderStanding,
  PushStanding,
  QuotaStanding,
  ResponderEnd,
} from '../model/health/observations.ts'

/** How much an account has used, and its own limit where it has one. */
export interface QuotaUsage extends Omit<QuotaStanding, 'limit'> {
  readonly accountName: string
  readonly ownLimit: number | null
}

/** What stands in the database over all accounts, for those who look after the installation. Times in ms since the epoch. */
export interface HealthOverview {
  /** Kinds of which there is no job are absent. */
  listJobs(now: number): Promise<JobStanding[]>
  /** Of CAs that may issue now, by id. */
  listAuthorityEnds(now: number): Promise<AuthorityEnd[]>
  /** Of responders that are to answer now, by the id of the CA. */
  listResponderEnds(now: number): Promise<ResponderEnd[]>
  /** `overdueBefore`: renewals that were due then and are not done count. */
  countOrders(overdueBefore: number): Promise<OrderStanding>
  /** `endedSince`: what was given up before is not counted. */
  countPushes(endedSince: number): Promise<PushStanding>
  listQuotaUsage(): Promise<QuotaUsage[]>
  /** When what has no place in the audit trail yet was recorded; null: there is nothing. */
  oldestUnsealedAt(): Promise<number | null>
}
