import type { JobHandler } from './run-due-jobs.ts'

const hourMs = 3_600_000
const batch = 1000

/** Tokens and temporary keys refuse to serve once they expired; this only gives their room back, a batch at a time. */
export const removeExpiredTokens: JobHandler = async ({ database, clock }) => {
  const now = clock.now()
  for (;;) {
    const removed = await database.write('', async ({ directory }) => ({
      tokens: await directory.removeExpiredTokens(now, batch),
      keys: await directory.removeExpiredKeys(now, batch),
    }))
    if (removed.tokens < batch && removed.keys < batch) return now + hourMs
  }
}
