import type { JobHandler } from '../jobs/run-due-jobs.ts'

const dayMs = 86_400_000
/** What became of a push can be looked up for so long. */
const keptMs = 400 * dayMs
const batch = 1000

/** Forgets pushes that ended long ago, a batch at a time. */
export const removeOldPushes: JobHandler = async ({ clock }, held) => {
  const before = clock.now() - keptMs
  while ((await held.record('', ({ pushes }) => pushes.removeEnded(before, batch))) === batch);
  return clock.now() + dayMs
}
