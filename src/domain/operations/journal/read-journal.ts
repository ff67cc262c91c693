import { type JournalPosition, type JournalRecord, segmentKey } from '../../model/journal.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { findBegun } from './journal-place.ts'
import { damaged, type JournalPlace, type JournalWorld, startsAnew, walkSegments } from './segments.ts'

/** A whole journal. */
export interface ReadJournal {
  readonly records: readonly JournalRecord[]
  /** Where it ends; null: there is none. */
  readonly position: JournalPosition | null
}

/**
 * All that lies there. Throws `bucket-store-failed` where that is less than this database wrote (`position`), unless
 * everything was written anew since.
 */
export async function readJournal(
  world: JournalWorld,
  owner: JournalOwner,
  position: JournalPosition | null,
): Promise<ReadJournal> {
  const places = position ? [{ ...owner, bucket: position.bucket }] : await findBegun(world, owner, true)
  const read = new Reading(position)
  for (const place of places) await read.from(world, place)
  return { records: read.records, position: read.end }
}

/** Where segments are lost, so many numbers behind what this database knows are tried for one that begins anew. */
const farthest = 1000

class Reading {
  readonly records: JournalRecord[] = []
  end: JournalPosition | null
  readonly #position: JournalPosition | null
  #isRenewed = false
  #isShort = false

  constructor(position: JournalPosition | null) {
    this.#position = position
    this.end = position
  }

  async from(world: JournalWorld, place: JournalPlace): Promise<void> {
    const least = this.#position?.segment ?? 1
    let last = await this.#walk(world, place, 1)
    if (last < least) {
      this.#isShort = true
      const next = await findNext(world, place, last + 1, least + farthest)
      if (next !== undefined) last = await this.#walk(world, place, next)
    }
    if (this.#isShort && !this.#isRenewed)
      throw damaged(place, least, 'is missing, or an older one than was there')
  }

  /** The number of the last segment. */
  async #walk(world: JournalWorld, place: JournalPlace, from: number): Promise<number> {
    let last = from - 1
    for await (const { number, follows, records } of walkSegments(world, place, from)) {
      const { segment = 0, records: least = 0 } = this.#position ?? {}
      if (number === segment && records.length < least) this.#isShort = true
      if (follows === startsAnew && number > segment) this.#isRenewed = true
      for (const record of records) this.records.push(record)
      this.end = { bucket: place.bucket, segment: number, records: records.length }
      last = number
    }
    return last
  }
}

async function findNext(
  { buckets }: JournalWorld,
  { accountId, authorityId, bucket }: JournalPlace,
  from: number,
  to: number,
): Promise<number | undefined> {
  for (let number = from; number <= to; number += 1) {
    if (await buckets.find(accountId, bucket, segmentKey(authorityId, number))) return number
  }
  return undefined
}
