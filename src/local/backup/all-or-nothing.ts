/**
 * Work that leaves everything or nothing: when it fails, or the process is told to end in the middle, `undo` runs. What
 * SIGKILL and a power cut leave, `undo` can't help; it is for the work to leave nothing that looks finished.
 */
export async function allOrNothing<Result>(undo: () => void, work: () => Promise<Result>): Promise<Result> {
  const interrupt = (signal: NodeJS.Signals) => {
    undo()
    process.stderr.write(`chancery: ended by ${signal}; what was begun is removed\n`)
    process.exit(1)
  }
  for (const signal of signals) process.once(signal, interrupt)
  try {
    return await work()
  } catch (error) {
    undo()
    throw error
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
