import { sql } from 'kysely'
import type {
  AuthorityEnd,
  JobStanding,
  OrderStanding,
  PushStanding,
  ResponderEnd,
} from '../domain/model/health/observations.ts'
import type { HealthOverview, QuotaUsage } from '../domain/ports/health-overview.ts'
import type { StoreBinding } from './session.ts'

const dayMs = sql.lit(86_400_000)

/** Over all accounts on purpose: it answers who looks after the installation, never a tenant. */
export class SqlHealthOverview implements HealthOverview {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async listJobs(now: number): Promise<JobStanding[]> {
    const rows = await this.#binding.db
      .selectFrom('job')
      .select('kind')
      .select((eb) => {
        const isDue = eb('run_after', '<=', now)
        const isFailing = eb('failure', 'is not', null)
        const isAbandoned = eb('owner_until', '<', now)
        return [
          eb.fn.sum<number>(eb.case().when(isDue).then(1).else(0).end()).as('due'),
          eb.fn.min(eb.case().when(isDue).then(eb.ref('run_after')).end()).as('due_since'),
          eb.fn.sum<number>(eb.case().when(isFailing).then(1).else(0).end()).as('failing'),
          eb.fn.max(eb.case().when(isFailing).then(eb.ref('attempts')).end()).as('most_attempts'),
          eb.fn.max('failure').as('failure'),
          eb.fn.sum<number>(eb.case().when(isAbandoned).then(1).else(0).end()).as('abandoned'),
          eb.fn.min(eb.case().when(isAbandoned).then(eb.ref('owner_until')).end()).as('abandoned_since'),
        ]
      })
      .groupBy('kind')
      .orderBy('kind')
      .execute()
    return rows.map((row) => ({
      kind: row.kind,
      due: Number(row.due),
      dueSince: row.due_since,
      failing: Number(row.failing),
      mostAttempts: row.most_attempts ?? 0,
      failure: row.failure,
      abandoned: Number(row.abandoned),
      abandonedSince: row.abandoned_since,
    }))
  }

  /** What ends on the CA's last day is counted already, so no certificate is looked at. */
  async listAuthorityEnds(now: number): Promise<AuthorityEnd[]> {
    const rows = await this.#binding.db
      .selectFrom('authority')
      .leftJoin('certificate_count as counted', (join) =>
        join
          .onRef('counted.account_id', '=', 'authority.account_id')
          .on('counted.is_revoked', '=', 0)
          .on(sql<boolean>`counted.end_day = authority.not_after / ${dayMs}`),
      )
      .select(['authority.id', 'authority.not_before', 'authority.not_after', 'counted.count'])
      .where('authority.state', '=', 'ACTIVED')
      .where('authority.revoked_at', 'is', null)
      .where('authority.not_after', '>', now)
      .orderBy('authority.id')
      .execute()
    return rows.map((row) => ({
      authorityId: row.id,
      notBefore: row.not_before ?? 0,
      notAfter: row.not_after ?? 0,
      endingWithIt: row.count ?? 0,
    }))
  }

  async listResponderEnds(now: number): Promise<ResponderEnd[]> {
    const rows = await this.#binding.db
      .selectFrom('status_responder as responder')
      .innerJoin('authority', 'authority.id', 'responder.authority_id')
      .select(['authority.id', 'responder.not_before', 'responder.not_after', 'authority.not_after as end'])
      .where('authority.state', '!=', 'DESTROYED')
      .where('authority.not_after', '>', now)
      .where((eb) =>
        eb.or([eb('responder.answers_until', 'is', null), eb('responder.answers_until', '>', now)]),
      )
      .orderBy('authority.id')
      .execute()
    return rows.map((row) => ({
      authorityId: row.id,
      notBefore: row.not_before,
      notAfter: row.not_after,
      authorityNotAfter: row.end ?? 0,
    }))
  }

  async countOrders(overdueBefore: number): Promise<OrderStanding> {
    const { db } = this.#binding
    const hindered = await db
      .selectFrom('issuance')
      .where('is_hindered', '=', 1)
      .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('started_at').as('since')])
      .executeTakeFirstOrThrow()
    const reviews = await db
      .selectFrom('issuance')
      .where('step', '=', 'reviewing')
      .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('started_at').as('since')])
      .executeTakeFirstOrThrow()
    const renewals = await db
      .selectFrom('hosted_certificate')
      .where('renews_at', '<', overdueBefore)
      .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('renews_at').as('since')])
      .executeTakeFirstOrThrow()
    return {
      hindered: hindered.number,
      hinderedSince: hindered.since,
      reviews: reviews.number,
      reviewSince: reviews.since,
      overdueRenewals: renewals.number,
      renewalDueSince: renewals.since,
    }
  }

  async countPushes(endedSince: number): Promise<PushStanding> {
    const unfinished = (state: 'planned' | 'restoring') =>
      this.#binding.db
        .selectFrom('push')
        .where('finished_at', 'is', null)
        .where('state', '=', state)
        .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('started_at').as('since')])
        .executeTakeFirstOrThrow()
    const [waiting, restoring] = [await unfinished('planned'), await unfinished('restoring')]
    const givenUp = await this.#binding.db
      .selectFrom('push')
      .where('finished_at', '>=', endedSince)
      .where('state', '=', 'failed')
      .where('content', 'like', '%"cause":"renewal"%')
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('deployment')
            .select('place')
            .whereRef('deployment.account_id', '=', 'push.account_id')
            .whereRef('deployment.certificate_id', '=', 'push.certificate_id')
            .whereRef('deployment.pushed_at', '<', 'push.started_at'),
        ),
      )
      .select(({ fn }) => fn.countAll<number>().as('number'))
      .executeTakeFirstOrThrow()
    return {
      waiting: waiting.number,
      waitingSince: waiting.since,
      givenUp: givenUp.number,
      restoring: restoring.number,
      restoringSince: restoring.since,
    }
  }

  async listQuotaUsage(): Promise<QuotaUsage[]> {
    const rows = await this.#binding.db
      .selectFrom('quota_usage as usage')
      .innerJoin('account', 'account.id', 'usage.account_id')
      .select(['account.id', 'account.name', 'usage.kind', 'usage.used'])
      .select(['account.authority_quota', 'account.certificate_quota'])
      .orderBy('account.id')
      .orderBy('usage.kind')
      .execute()
    return rows.map((row) => ({
      accountId: row.id,
      accountName: row.name,
      kind: row.kind,
      used: row.used,
      ownLimit: ownLimits(row)[row.kind],
    }))
  }

  async oldestUnsealedAt(): Promise<number | null> {
    const row = await this.#binding.db
      .selectFrom('audit_record')
      .select('at')
      .where('position', 'is', null)
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst()
    return row?.at ?? null
  }
}

/** Of some an account has no limit of its own. */
const ownLimits = (row: {
  readonly authority_quota: number | null
  readonly certificate_quota: number | null
}) => ({
  CERTIFICATE_AUTHORITY: row.authority_quota,
  CERTIFICATE: row.certificate_quota,
  HOSTED_CERTIFICATE: null,
  CERTIFICATE_REQUEST: null,
})
