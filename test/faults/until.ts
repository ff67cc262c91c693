import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** Looks until something is there or the time is over; what must never be true fails at once, other errors may pass. */
export async function until<Found>(
  what: string,
  withinMs: number,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
): Promise<Found> {
  const deadline = Date.now() + withinMs
  let reason: unknown
  do {
    try {
      const found = await look()
      if (found !== undefined && found !== false) return found
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      reason = error
    }
    await sleep(15)
  } while (Date.now() < deadline)
  return assert.fail(
    `not within ${withinMs} ms: ${what}${reason instanceof Error ? ` (${reason.message})` : ''}`,
  )
}
