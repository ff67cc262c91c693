import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../domain/ports/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  pause: async (ms) => {
    await setTimeout(ms, undefined, { ref: false })
  },
}
