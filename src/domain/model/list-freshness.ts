import {
  alarmsOf,
  earliest,
  type RevocationListAlarm,
  type RevocationListProgress,
} from './revocation-list.ts'

/** How fresh a CA's revocation list is for those who rely on it, at one moment. */
export interface ListFreshness {
  readonly authorityId: string
  /** The common name of one of the built-in issuer's, whose id nobody can look up. */
  readonly builtInName?: string
  /** Of the list as it was last seen at its public address; null: never was. Negative once it is over. */
  readonly ageMs: number | null
  readonly remainingMs: number | null
  /** How long the oldest revocation has waited that no list tells of, and the oldest that nobody can see; 0: none. */
  readonly pendingMs: number
  readonly unseenMs: number
  /** Of the last list that was begun or made. */
  readonly number: number
  readonly entries: number
  readonly tookMs: number
  readonly alarms: readonly RevocationListAlarm[]
}

export function freshnessOf(
  authorityId: string,
  progress: RevocationListProgress,
  now: number,
): ListFreshness {
  const { seenThisUpdate, seenNextUpdate, pendingSince, unseenSince, number, entries, tookMs } = progress
  const waitedMs = (since: number | null) => (since === null ? 0 : Math.max(0, now - since))
  return {
    authorityId,
    ageMs: seenThisUpdate === null ? null : now - seenThisUpdate,
    remainingMs: seenNextUpdate === null ? null : seenNextUpdate - now,
    pendingMs: waitedMs(pendingSince),
    unseenMs: waitedMs(earliest(pendingSince, unseenSince)),
    number,
    entries,
    tookMs,
    alarms: alarmsOf(progress, now),
  }
}
