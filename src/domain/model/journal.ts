import type { Revocation } from './revocation.ts'
import { type RevocationReason, revocationReasons } from './revocation.ts'
import type { SerialNumber } from './serial-number.ts'

/** A line of a CA's journal: a certificate that it revoked, or whose hold it released. Times in ms since the epoch. */
export interface JournalRecord {
  readonly serialNumber: SerialNumber
  /** When the certificate ends. */
  readonly notAfter: number
  /** When it was revoked or released. */
  readonly at: number
  /** Null: the hold was released. */
  readonly reason: RevocationReason | null
}

/** What lies in a bucket as one object, sealed: the journal is as many of them as it takes, numbered from 1. */
export interface JournalSegment {
  /**
   * The SHA-256 of the segment before, so that none is swapped for an older one of itself; `anew` in the first, and
   * where segments were lost: then all that is revoked was written once more behind it.
   */
  readonly follows: string
  readonly records: readonly JournalRecord[]
}

/** How far a CA's journal is. */
export interface JournalPosition {
  readonly bucket: string
  /** The last segment, and how many records it has. */
  readonly segment: number
  readonly records: number
}

/** What is known of a CA's journal. Times in ms since the epoch. */
export interface Journal {
  /** Null: nothing was written yet. */
  readonly position: JournalPosition | null
  /** Since when the CA signs nothing, because its journal is to be read back first; null: it may sign. */
  readonly awaitedSince: number | null
  /** Why the last attempt to write or to read it failed. */
  readonly failure: string | null
  /** When an operator said that what can't be read of it is lost; null: nobody did, or all is well again. */
  readonly givenUpAt: number | null
}

/** What was revoked or released and is in no journal in a bucket yet: a restore of an older backup would lose it. */
export interface JournalLag {
  readonly queued: number
  /** Since the oldest of them; 0 where there is none. */
  readonly lagMs: number
  /** CAs that sign nothing until their journal was read back. */
  readonly awaited: number
  /** Why, where it is known; names no tenant's secret. */
  readonly failure: string | null
  /** CAs that sign nothing on this node until their journal was compared with what the database knows. */
  readonly held: number
  /** Why that could not be done, where it was tried. */
  readonly heldFor: string | null
}

/** One more record makes a new segment; a segment is written anew with each addition, and read as a whole. */
export const segmentCapacity = 2000

/** What the names of all segments of a CA begin with. */
export const segmentPrefix = (authorityId: string): string => `${authorityId}.`

/** The number of the segment that is named so; undefined for what is none of this CA's. */
export function segmentNumber(authorityId: string, key: string): number | undefined {
  const [, digits] = /^(\d{8,12})\.journal$/.exec(key.slice(segmentPrefix(authorityId).length)) ?? []
  const number = Number(digits)
  return segmentKey(authorityId, number) === key ? number : undefined
}

export const segmentKey = (authorityId: string, number: number): string =>
  `${authorityId}.${String(number).padStart(8, '0')}.journal`

const head = 'chancery revocation journal 1'
const released = 'RELEASED'

/** The form that is sealed: text, a line for each record. */
export function segmentOctets({ follows, records }: JournalSegment): Uint8Array {
  const lines = records.map(
    ({ at, notAfter, reason, serialNumber }) => `${at} ${notAfter} ${reason ?? released} ${serialNumber}`,
  )
  return new TextEncoder().encode([head, `follows ${follows}`, ...lines, ''].join('\n'))
}

const followsForm = /^follows (anew|[0-9a-f]{64})$/
const recordForm = /^(-?\d{1,16}) (-?\d{1,16}) ([A-Z_]{1,40}) (\d{1,60})$/

/** Undefined for anything else: a program that is newer, or a fault of ours, for what was sealed nobody changed. */
export function readSegment(octets: Uint8Array): JournalSegment | undefined {
  const [first, second = '', ...lines] = new TextDecoder().decode(octets).split('\n')
  const follows = followsForm.exec(second)?.[1]
  if (first !== head || follows === undefined || lines.pop() !== '') return undefined
  const records: JournalRecord[] = []
  for (const line of lines) {
    const record = readRecord(line)
    if (!record) return undefined
    records.push(record)
  }
  return { follows, records }
}

function readRecord(line: string): JournalRecord | undefined {
  const [, at, notAfter, word = '', serialNumber = ''] = recordForm.exec(line) ?? []
  if (word !== released && !Object.hasOwn(revocationReasons, word)) return undefined
  const reason = word === released ? null : (word as RevocationReason)
  return { at: Number(at), notAfter: Number(notAfter), reason, serialNumber }
}

export const sameRecord = (left: JournalRecord, right: JournalRecord): boolean =>
  left.serialNumber === right.serialNumber && left.at === right.at && left.reason === right.reason

/** What journal and list tell of one certificate in the end. */
export interface ToldStatus {
  readonly notAfter: number
  /** When it was revoked or released. */
  readonly at: number
  readonly revocation: Revocation | null
}

/** What every certificate came to, by serial number. */
export type ToldStatuses = ReadonlyMap<SerialNumber, ToldStatus>

const isForGood = (revocation: Revocation | null | undefined): boolean =>
  revocation != null && revocation.reason !== 'CERTIFICATE_HOLD'

/** Records count in their order; what was once revoked for good stays so, whatever follows. */
export function tellAll(
  told: Map<SerialNumber, ToldStatus>,
  records: readonly JournalRecord[],
): Map<SerialNumber, ToldStatus> {
  for (const { serialNumber, notAfter, at, reason } of records) {
    if (isForGood(told.get(serialNumber)?.revocation)) continue
    const revocation = reason === null ? null : { revokedAt: at, reason }
    told.set(serialNumber, { notAfter, at, revocation })
  }
  return told
}

/**
 * An entry of the last published list. What the journal tells is newer than a list that is older than it, so a hold on
 * the list is over when the journal tells of a release since; else whatever the list has is revoked.
 */
export function tellListed(
  told: Map<SerialNumber, ToldStatus>,
  serialNumber: SerialNumber,
  listed: Revocation,
  notAfter: number,
): void {
  const known = told.get(serialNumber)
  if (known?.revocation && (isForGood(known.revocation) || !isForGood(listed))) return
  if (known && !isForGood(listed) && listed.revokedAt <= known.at) return
  told.set(serialNumber, { notAfter: known?.notAfter ?? notAfter, at: listed.revokedAt, revocation: listed })
}

/**
 * What is to change in a database that knows `known` of a certificate: its revocation, null for a release; undefined
 * where it knows all. `known` undefined: it never heard of the certificate. `isQueued`: it holds a record of this
 * certificate that is not in the journal yet, and so knows better, but for what was revoked for good.
 */
export function changeOf(
  known: { readonly revocation: Revocation | null } | undefined,
  told: ToldStatus,
  isQueued: boolean,
): Revocation | null | undefined {
  if (!known) return told.revocation
  if (isForGood(known.revocation)) return undefined
  if (isForGood(told.revocation)) return told.revocation
  if (isQueued || (known.revocation === null) === (told.revocation === null)) return undefined
  return told.revocation
}
