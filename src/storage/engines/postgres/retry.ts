/** serialization_failure and deadlock_detected: the same work may succeed when it is done again. */
const passing = new Set(['40001', '40P01'])

const mostRetries = 3

/** Runs the work again, at most three times, while it fails for what passes by itself. */
export async function retrying<Result>(work: () => Promise<Result>, retries = mostRetries): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (retries === 0 || !isPassing(error)) throw error
  }
  return await retrying(work, retries - 1)
}

const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && passing.has(String(error.code))
