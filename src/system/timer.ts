/** Stops a timer; work that is under way goes on. */
export type Stop = () => void

/** Calls `work` every so many ms, never twice at once; what it throws goes to `report`. Keeps no process alive. */
export function every(ms: number, work: () => Promise<void> | void, report: (error: unknown) => void): Stop {
  let isRunning = false
  const run = async () => {
    if (isRunning) return
    isRunning = true
    try {
      await work()
    } catch (error) {
      report(error)
    } finally {
      isRunning = false
    }
  }
  const timer = setInterval(() => void run(), ms)
  timer.unref()
  return () => clearInterval(timer)
}

/** Calls `work` once, after so many ms. Keeps no process alive. */
export function after(ms: number, work: () => void): Stop {
  const timer = setTimeout(work, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

/** Tells how many ms went by since it was made. */
export function stopwatch(): () => number {
  const started = performance.now()
  return () => performance.now() - started
}

/** `true` when the promise settled within so many ms. */
export async function settlesWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([promise.then(() => true as const), timeout])
  } finally {
    clearTimeout(timer)
  }
}
