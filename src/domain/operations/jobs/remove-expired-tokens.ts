import type { JobHandler } from './run-due-jobs.ts'

const hourMs = 3_600_000
const batch = 1000

/** Tokens and temporary keys refuse to serve once they expired; this only gives their room back, a batch at a time. */
export const removeExpiredTokens: JobHandler = async ({ database, clock }) => {
  const now = clock.now()
  for (;;) {
    const removed = await database.write('', async ({ directory, externalSessions }) => [
      await directory.removeExpiredTokens(now, batch),
      await directory.removeExpiredKeys(now, batch),
      await externalSessions.removeExpired(now, batch),
    ])
    if (removed.every((count) => count < batch)) return now + hourMs
  }
}
