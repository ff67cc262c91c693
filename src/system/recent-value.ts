import { settlesWithin, stopwatch } from './timer.ts'

/** After one reading comes a rest of so many times as long, and of a second at least unless told. */
const usualRestFactor = 10
const usualRestMs = 1_000
/** Whoever asks waits no longer for a reading: what was read before must do. */
const patienceMs = 500

/**
 * What was last read, for many who ask: read again when somebody asks, at most once a second or in the time that is told. Undefined until a first
 * reading succeeded; one that fails goes to `report` and leaves what was read before.
 */
export function recentValue<Value>(
  read: () => Promise<Value>,
  report: (error: unknown) => void,
  shortestRestMs = usualRestMs,
  restFactor = usualRestFactor,
): () => Promise<Value | undefined> {
  let value: Value | undefined
  let reading: Promise<void> | undefined
  let sinceEnd = stopwatch()
  let restMs = 0

  async function readAgain(): Promise<void> {
    const took = stopwatch()
    try {
      value = await read()
    } catch (error) {
      report(error)
    }
    restMs = Math.max(shortestRestMs, restFactor * took())
    sinceEnd = stopwatch()
    reading = undefined
  }

  return async () => {
    if (sinceEnd() >= restMs) reading ??= readAgain()
    if (reading) await settlesWithin(patienceMs, reading)
    return value
  }
}

/** One reading for all who ask while it is under way. */
export function sharedReading<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined
  return () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
}
