import type { World } from '../world.ts'
import { removeExpiredTokens } from './remove-expired-tokens.ts'
import { type JobHandler, runDueJobs } from './run-due-jobs.ts'

const handlers = { 'remove-expired-tokens': removeExpiredTokens } as const satisfies Record<
  string,
  JobHandler
>

/** Jobs that are always there. */
const standing = Object.keys(handlers)

export interface BoundJobs {
  /** Puts the standing jobs where they are missing. */
  plan(): Promise<void>
  runDue(): Promise<void>
}

/** `owner` names this node among those that share the database. */
export const bindJobs = (world: World, owner: string): BoundJobs => ({
  plan: () =>
    world.database.write('', async ({ jobs }) => {
      for (const kind of standing) await jobs.enqueue(kind, '', world.clock.now())
    }),
  runDue: () => runDueJobs(world, handlers, owner),
})
