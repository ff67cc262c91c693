import type { ExpressionBuilder, OnConflictDatabase, OnConflictTables } from 'kysely'
import type { DueJobs, Job, JobOverview, JobStore } from '../domain/ports/job-store.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

export class SqlJobStore implements JobStore, JobOverview {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  /** What is asked for while the job runs is kept for when it ended: the run may have begun too early to see it. */
  async enqueue(kind: string, subject: string, runAfter: number): Promise<void> {
    await this.#binding.db
      .insertInto('job')
      .values({ kind, subject, run_after: runAfter, attempts: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'subject'])
          .doUpdateSet({ run_after: broughtForward, again_at: askedAgain }),
      )
      .execute()
  }

  async enqueueOnce(kind: string, subject: string, runAfter: number): Promise<void> {
    await this.#binding.db
      .insertInto('job')
      .values({ kind, subject, run_after: runAfter, attempts: 0 })
      .onConflict((conflict) => conflict.columns(['kind', 'subject']).doNothing())
      .execute()
  }

  async freeAbandoned(): Promise<void> {
    const { db, locksRows } = this.#binding
    if (locksRows) return
    await db
      .updateTable('job')
      .set((eb) => ({
        run_after: eb
          .case()
          .when('again_at', '<', eb.ref('run_after'))
          .then(eb.ref('again_at').$notNull())
          .else(eb.ref('run_after'))
          .end(),
        again_at: null,
        owner: null,
        owner_until: null,
      }))
      .where('owner', 'is not', null)
      .execute()
  }

  async take(
    kinds: readonly string[],
    owner: string,
    now: number,
    heldUntil: number,
  ): Promise<Job | undefined> {
    if (kinds.length === 0) return undefined
    const { db, locksRows } = this.#binding
    const due = await db
      .selectFrom('job')
      .select('id')
      .where('kind', 'in', kinds)
      .where('run_after', '<=', now)
      .where((eb) => eb.or([eb('owner_until', 'is', null), eb('owner_until', '<=', now)]))
      .orderBy('run_after')
      .orderBy('id')
      .limit(1)
      .$if(locksRows, (query) => query.forUpdate().skipLocked())
      .executeTakeFirst()
    if (!due) return undefined
    const row = await db
      .updateTable('job')
      .set((eb) => ({ owner, owner_until: heldUntil, attempts: eb('attempts', '+', 1), again_at: null }))
      .where('id', '=', due.id)
      .returning(['id', 'kind', 'subject', 'run_after', 'attempts'])
      .executeTakeFirstOrThrow()
    const { id, kind, subject, run_after: runAfter, attempts } = row
    return { id, kind, subject, runAfter, attempts, owner }
  }

  async renew(job: Job, heldUntil: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#held(job).set({ owner_until: heldUntil }).executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async finish(job: Job, runAgainAt?: number): Promise<boolean> {
    const { db } = this.#binding
    const { id, kind, subject, owner, attempts } = job
    const done = await db
      .deleteFrom('job')
      .where('id', '=', id)
      .where('owner', '=', owner)
      .where('attempts', '=', attempts)
      .returning('again_at')
      .executeTakeFirst()
    if (!done) return false
    const next = earliest(runAgainAt, done.again_at)
    if (next !== undefined) await this.enqueue(kind, subject, next)
    return true
  }

  async fail(job: Job, runAgainAt: number, message: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#held(job)
      .set((eb) => ({
        run_after: eb
          .case()
          .when('again_at', '<', runAgainAt)
          .then(eb.ref('again_at').$notNull())
          .else(runAgainAt)
          .end(),
        again_at: null,
        owner: null,
        owner_until: null,
        failure: message,
      }))
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async countDue(now: number, overdueBefore: number): Promise<DueJobs[]> {
    const rows = await this.#binding.db
      .selectFrom('job')
      .select(['kind', ({ fn }) => fn.countAll<number>().as('due')])
      .select((eb) =>
        eb.fn
          .sum<number>(eb.case().when('run_after', '<', overdueBefore).then(1).else(0).end())
          .as('overdue'),
      )
      .where('run_after', '<=', now)
      .groupBy('kind')
      .orderBy('kind')
      .execute()
    return rows.map(({ kind, due, overdue }) => ({ kind, due: Number(due), overdue: Number(overdue) }))
  }

  /** The job's row, as long as the hold on it is still this one. */
  #held({ id, owner, attempts }: Job) {
    return this.#binding.db
      .updateTable('job')
      .where('id', '=', id)
      .where('owner', '=', owner)
      .where('attempts', '=', attempts)
  }
}

type Conflict = ExpressionBuilder<OnConflictDatabase<Schema, 'job'>, OnConflictTables<'job'>>

/** Of a job that nobody holds, the earlier of both times. */
const broughtForward = (eb: Conflict) =>
  eb
    .case()
    .when(eb.and([eb('job.owner', 'is', null), eb('excluded.run_after', '<', eb.ref('job.run_after'))]))
    .then(eb.ref('excluded.run_after'))
    .else(eb.ref('job.run_after'))
    .end()

/** Of a job that is held, the earliest time asked for since it was taken. */
const askedAgain = (eb: Conflict) =>
  eb
    .case()
    .when('job.owner', 'is', null)
    .then(null)
    .when(eb.or([eb('job.again_at', 'is', null), eb('excluded.run_after', '<', eb.ref('job.again_at'))]))
    .then(eb.ref('excluded.run_after'))
    .else(eb.ref('job.again_at'))
    .end()

function earliest(left: number | undefined, right: number | null): number | undefined {
  if (left === undefined) return right ?? undefined
  return right === null ? left : Math.min(left, right)
}
