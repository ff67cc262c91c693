import type { Clock } from '../../domain/ports/clock.ts'
import type { Sight } from '../../domain/ports/push-targets.ts'

/** Looks again until the certificate is seen or patience is over; `look` is told how long it may take. */
export async function lookPatiently(
  clock: Clock,
  patienceMs: number,
  look: (leftMs: number) => Promise<Sight>,
  pauseMs = 250,
): Promise<Sight> {
  const startedAt = clock.now()
  for (let pausedMs = 0; ; pausedMs += pauseMs) {
    // whichever is further, since a clock may stand
    const leftMs = patienceMs - Math.max(clock.now() - startedAt, pausedMs)
    const sight = await look(Math.max(leftMs, pauseMs))
    if (sight.isSeen || leftMs <= pauseMs) return sight
    await clock.pause(pauseMs)
  }
}
