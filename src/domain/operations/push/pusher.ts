import { DomainError } from '../../model/errors.ts'
import type { Push, PushDestination } from '../../model/push.ts'
import type { JobQueue } from '../../ports/job-store.ts'
import type { Call, World } from '../world.ts'
import { carryOut, PushLostError, pushHoldMs } from './carry-out.ts'
import { carryOutPushJob, pushSubject } from './job-kinds.ts'
import { readPushContent } from './push-content.ts'

export interface PushOrder {
  readonly certificateId: string
  readonly destination: PushDestination
  readonly target: string
  readonly askedAs?: string
}

/** Carries pushes out while their callers wait. A job goes on with what a process left behind. */
export class Pusher {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** The push as it ended, or as it waits to put back what was there. */
  async push(call: Call, order: PushOrder): Promise<Push> {
    const push = await this.plan(call, order)
    await this.#world.faults.reach('push: planned, not begun')
    try {
      return await carryOut(this.#world, call.caller.account.id, push.id, push.holder)
    } catch (error) {
      if (!(error instanceof PushLostError)) throw error
      // whoever took it over tells the trail; the caller is told that it did not end here
      return {
        ...push,
        state: 'restoring',
        failure: { kind: 'failed', reason: 'another node goes on with it' },
      }
    }
  }

  /** Records that it is to be done; held by this process from the first moment. */
  async plan(call: Call, order: PushOrder): Promise<Push> {
    const { certificateId } = order
    const accountId = call.caller.account.id
    const content = await readPushContent(this.#world, accountId, certificateId)
    if (!content)
      throw new DomainError('state-forbids', { reason: 'the certificate can no longer be pushed' })
    const now = call.clock.now()
    const push = plannedPush(call, {
      ...order,
      fingerprint: content.fingerprint,
      cause: 'request',
      startedAt: now,
      heldUntil: now + pushHoldMs,
    })
    await call.write(async (stores, tell) => {
      await stores.pushes.add(push)
      await askForPush(stores.jobs, accountId, push.id, push.heldUntil)
      tell({ kind: 'hosted_certificate', id: certificateId, after: push })
    })
    return push
  }
}

export interface PlannedPush
  extends PushOrder,
    Pick<Push, 'fingerprint' | 'cause' | 'startedAt' | 'heldUntil'> {}

export const plannedPush = (
  { random }: Pick<World, 'random'>,
  { destination, ...planned }: PlannedPush,
): Push => ({
  ...planned,
  ...destination,
  id: random.identifier(),
  state: 'planned',
  resourceId: null,
  resourceName: null,
  failure: null,
  attempts: 0,
  finishedAt: null,
  holder: random.identifier(),
})

/** Part of the transaction that plans it. */
export const askForPush = (jobs: JobQueue, accountId: string, pushId: string, at: number): Promise<void> =>
  jobs.enqueue(carryOutPushJob, pushSubject(accountId, pushId), at)
