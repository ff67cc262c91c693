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
  /** What was last read at its public address: when, and when that list was made. */
  readonly seenAt: number | null
  readonly seenThisUpdate: number | null
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
