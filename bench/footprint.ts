import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 5

/** How long the main thread was held up at most while the work went on, in ms. */
export async function longestDelay(work: () => Promise<void>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  await work()
  delays.disable()
  return Math.max(0, delays.max / 1e6 - resolutionMs)
}

/** The same with nothing to do: what the machine and its other guests make of it. */
export const idleDelay = (forMs: number): Promise<number> =>
  longestDelay(() => new Promise((resolve) => setTimeout(resolve, forMs)))

/** The most that this process ever held (Linux tells; elsewhere what it holds now). */
export function peakMemory(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return process.memoryUsage.rss()
  }
}

/** What all threads of a process have worked so far, in its own code and the kernel's; Linux counts in hundredths. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
