import type { PushTarget } from '../../../domain/ports/push-targets.ts'

/** What one service of the cloud does of a target. */
export interface ServiceTarget
  extends Pick<PushTarget, 'name' | 'snapshot' | 'apply' | 'look' | 'restore' | 'remove'> {
  /** Lists as little as it can: it is done to see whether we may. */
  list(): Promise<void>
}
