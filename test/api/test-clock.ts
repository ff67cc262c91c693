import type { Clock } from '../../src/domain/ports/clock.ts'

/** A clock that stands still until it is moved; pauses are counted, not waited. */
export interface TestClock extends Clock {
  advance(ms: number): void
  readonly pausedMs: number
}

export function createTestClock(startsAt = Date.UTC(2026, 10, 20, 12, 0, 0)): TestClock {
  let now = startsAt
  let pausedMs = 0
  return {
    now: () => now,
    pause: async (ms) => {
      pausedMs += ms
    },
    advance: (ms) => {
      now += ms
    },
    get pausedMs() {
      return pausedMs
    },
  }
}

/** A clock that runs, for what works by itself and for judges with clocks of their own; pauses are counted too. */
export function createRunningClock(): TestClock {
  const stood = createTestClock(0)
  return {
    now: () => Date.now() + stood.now(),
    pause: (ms) => stood.pause(ms),
    advance: (ms) => stood.advance(ms),
    get pausedMs() {
      return stood.pausedMs
    },
  }
}

export const minuteMs = 60_000
export const dayMs = 24 * 3_600_000
