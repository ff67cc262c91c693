import type { WatchedInstallation } from '../domain/ports/metrics.ts'

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  /** Null: not known, and so not shown. */
  readonly value: number | null
}

/** One figure of the installation as it is now. */
export interface Figure {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  readonly samples: (watched: WatchedInstallation) => readonly Sample[]
}
