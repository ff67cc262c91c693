import { hasEnded, type Push, pauseBeforeAttempt, pushPatienceMs } from '../../model/push.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { carryOut, PushLostError, pushHoldMs } from './carry-out.ts'
import { parsePushSubject } from './job-kinds.ts'
import { isStillWanted } from './still-wanted.ts'

const restorePauseMs = 60_000

/**
 * Goes on with a push that nobody holds: one that a process left behind, one that still has to be put back, and that of a
 * renewed certificate, which is tried again until it is there.
 */
export const goOnWithPush: JobHandler = async (world, { job }) => {
  const { accountId, pushId } = parsePushSubject(job.subject)
  const push = await world.database.read(accountId, ({ pushes }) => pushes.find(pushId))
  if (!push) return undefined
  const now = world.clock.now()
  if (hasEnded(push)) return await planAgain(world, accountId, push)
  if (push.heldUntil > now) return push.heldUntil
  const holder = world.random.identifier()
  const isOurs = await world.database.write(accountId, ({ pushes }) =>
    pushes.takeOver(pushId, holder, now, now + pushHoldMs),
  )
  if (!isOurs) return now + pushHoldMs
  try {
    const carried = await carryOut(world, accountId, pushId, holder)
    if (!hasEnded(carried)) return await letGo(world, accountId, carried)
    return await planAgain(world, accountId, carried)
  } catch (error) {
    if (error instanceof PushLostError) return now + pushHoldMs
    throw error
  }
}

/** A renewed certificate follows to where the former was, however long that can't be reached. */
async function planAgain(world: World, accountId: string, push: Push): Promise<number | undefined> {
  const now = world.clock.now()
  const isTriedAgain =
    push.state === 'failed' && push.cause === 'renewal' && now - push.startedAt < pushPatienceMs
  if (!isTriedAgain || !(await isStillWanted(world, accountId, push))) return undefined
  const { failure, attempts } = push
  const again: Push = {
    ...push,
    state: 'planned',
    attempts: attempts + 1,
    failure,
    finishedAt: null,
    heldUntil: 0,
  }
  await world.database.write(accountId, ({ pushes }) => pushes.update(again))
  return now + pauseBeforeAttempt(attempts)
}

async function letGo(world: World, accountId: string, push: Push): Promise<number> {
  await world.database.write(accountId, ({ pushes }) => pushes.update({ ...push, heldUntil: 0 }))
  return world.clock.now() + restorePauseMs
}
