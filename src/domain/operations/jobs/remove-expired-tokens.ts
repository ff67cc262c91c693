import type { JobHandler } from './run-due-jobs.ts'

const hourMs = 3_600_000
const batch = 1000

/** Tokens refuse to serve once they expired; this only gives their room back, a batch at a time. */
export const removeExpiredTokens: JobHandler = async ({ database, clock }) => {
  const now = clock.now()
  for (;;) {
    const removed = await database.write('', ({ directory }) => directory.removeExpiredTokens(now, batch))
    if (removed < batch) return now + hourMs
  }
}
