import { stat, statfs } from 'node:fs/promises'
import { uptime } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { FolderState, ProcessState } from '../domain/model/health/observations.ts'

/** What the folder lets whom do, and how much room its disk has for us. */
export async function folderState(folder: string): Promise<FolderState> {
  const [{ mode }, { bavail, blocks, bsize }] = await Promise.all([stat(folder), statfs(folder)])
  return { mode, freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

/** Null where there is no file. */
export async function fileMode(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Whether a file, where there is one, belongs to this process's user. */
export async function isOwnFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined || process.getuid === undefined || found.uid === process.getuid()
}

/** Looks at this process; stop it when nobody asks any more. */
export interface ProcessWatch {
  /** The delay is of the time since it was last asked. */
  state(): ProcessState
  stop(): void
}

/** How precisely delays of the event loop are measured: each sample wakes the process. */
const resolutionMs = 100

export function watchProcess(): ProcessWatch {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const bootedAtStart = bootedAt()
  return {
    state() {
      // what is measured is from one sample to the next
      const loopDelayMs = delays.count > 0 ? Math.max(0, delays.percentile(99) / 1e6 - resolutionMs) : 0
      delays.reset()
      const { used_heap_size: heapBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics()
      const residentBytes = process.memoryUsage.rss()
      return { loopDelayMs, residentBytes, heapBytes, heapLimitBytes, clockSetMs: bootedAt() - bootedAtStart }
    },
    stop: () => delays.disable(),
  }
}

/** The machine's count of time since it booted goes on while it sleeps and whatever the clock is set to. */
const bootedAt = () => Math.round(Date.now() - uptime() * 1000)
