/** Threads that wait hold no process; while a test waits for one, this does. */
export async function whileAlive<Result>(work: () => Promise<Result>): Promise<Result> {
  const hold = setInterval(() => undefined, 1_000)
  try {
    return await work()
  } finally {
    clearInterval(hold)
  }
}

/** What became of each promise within so many ms: its value, its error's code, or `waiting`. */
export async function fates(promises: readonly Promise<unknown>[], ms: number): Promise<unknown[]> {
  const fate: unknown[] = promises.map(() => 'waiting')
  const told = promises.map((promise, index) =>
    promise.then(
      (value) => {
        fate[index] = value
      },
      (error: { code?: unknown }) => {
        fate[index] = error.code ?? error
      },
    ),
  )
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    Promise.all(told),
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    }),
  ])
  clearTimeout(timer)
  return fate
}
