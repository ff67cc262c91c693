import type { Authority } from './authority.ts'

/** Where a CA's revocation list is published, under a name that `.crl` is added to, and how long each is valid. */
export interface RevocationListSettings {
  readonly bucket: string
  readonly name: string
  readonly validDays: number
}

/** A place where a CA's list is or was to be found. */
export interface RevocationListLocation {
  readonly bucket: string
  readonly name: string
  /** No certificate that names it lives longer; ms since the epoch, 0 where none does. */
  readonly namedUntil: number
}

/** How far a CA's list is. Times in ms since the epoch. */
export interface RevocationListProgress {
  /** Of the last list that was begun: the next has a larger one, whatever became of this (RFC 5280 §5.2.3). */
  readonly number: number
  /** Of the last list that was published wherever it belongs. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly entries: number
  /** How long it took to make. */
  readonly tookMs: number
  /** When that was; null: never. */
  readonly publishedAt: number | null
  /** The oldest revocation that no list tells of, and the oldest that no list tells of that anyone could read. */
  readonly pendingSince: number | null
  readonly unseenSince: number | null
  /** What was last read at its public address: when, and of when until when that list is. */
  readonly seenAt: number | null
  readonly seenThisUpdate: number | null
  readonly seenNextUpdate: number | null
  /** Why the last attempt failed. */
  readonly failure: string | null
}

const dayMs = 86_400_000

export const nothingPublished: RevocationListProgress = {
  number: 0,
  thisUpdate: 0,
  nextUpdate: 0,
  entries: 0,
  tookMs: 0,
  publishedAt: null,
  pendingSince: null,
  unseenSince: null,
  seenAt: null,
  seenThisUpdate: null,
  seenNextUpdate: null,
  failure: null,
}

/** Under what a list lies in its bucket, and under what name it is served. */
export const objectName = (name: string): string => `${name}.crl`

/** Where anyone finds it: what stands in certificates, and what `http/pki` serves. */
export const revocationListUrl = (
  publicUrl: string,
  { bucket, name }: Pick<RevocationListSettings, 'bucket' | 'name'>,
): string => `${publicUrl}/crl/${bucket}/${objectName(name)}`

/** Larger than every one before it, also after a restore that forgot some (api-answers A31). */
export const nextListNumber = (last: number, thisUpdate: number): number => Math.max(last + 1, thisUpdate)

/** Certificates that were issued with it, and those that are issued now, may name a location. */
export const isLive = (
  { bucket, name, namedUntil }: RevocationListLocation,
  { revocationList: current }: Authority,
  now: number,
): boolean => namedUntil > now || (current?.bucket === bucket && current.name === name)

/** How long a list is valid: as the CA has it, or, where only older certificates name it, the shortest there is. */
export const validityMs = ({ revocationList }: Authority): number => (revocationList?.validDays ?? 7) * dayMs

/** Locations are noted by whole days, so that few certificates change the note. */
export const namedUntilDay = (notAfter: number): number => Math.ceil(notAfter / dayMs) * dayMs

/** Why somebody should look after a CA's list: it is about to end, nobody can see the newest, or the last attempt failed. */
export type RevocationListAlarm = 'last-quarter' | 'not-seen' | 'failing'

/** By then what was revoked or published is to be seen at the public address. */
const seenWithinMs = 120_000

/** What an operator is to be told of a list that living certificates name. */
export function alarmsOf(progress: RevocationListProgress, now: number): RevocationListAlarm[] {
  const alarms: RevocationListAlarm[] = []
  if (isInLastQuarter(progress, now)) alarms.push('last-quarter')
  if (now - (awaitedSince(progress) ?? now) > seenWithinMs) alarms.push('not-seen')
  if (progress.failure !== null) alarms.push('failing')
  return alarms
}

/** Of the list that those who rely on it get, which is renewed at half of its life when all is well. */
function isInLastQuarter({ seenThisUpdate, seenNextUpdate }: RevocationListProgress, now: number): boolean {
  if (seenThisUpdate === null || seenNextUpdate === null) return false
  return now >= seenNextUpdate - (seenNextUpdate - seenThisUpdate) / 4
}

/** Since when something waits to be seen: a revocation, or a list that was published; null while nothing does. */
function awaitedSince(progress: RevocationListProgress): number | null {
  const { thisUpdate, publishedAt, pendingSince, seenThisUpdate } = progress
  // a list that was only begun is not there to be seen
  const isThere = publishedAt !== null && publishedAt >= thisUpdate
  const isAwaited = isThere && (seenThisUpdate === null || seenThisUpdate < thisUpdate)
  return earliest(pendingSince, progress.unseenSince, isAwaited ? publishedAt : null)
}

/** Of times of which each may be absent. */
export function earliest(...times: readonly (number | null)[]): number | null {
  const present = times.filter((time) => time !== null)
  return present.length > 0 ? Math.min(...present) : null
}
