import {
  type Hash,
  lastPosition,
  type PlacedRecord,
  recordsHash,
  type SignedBlock,
} from '../../model/audit-block.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import { faultOf, type TrailFault } from './trail-fault.ts'

const recordsPerPage = 1000

/** The records of the trail in the order of their positions, a page in memory at a time. */
export class RecordStream {
  readonly #reader: TrailReader
  #page: readonly PlacedRecord[] = []
  #after: number
  #isAtEnd = false

  /** `after`: the position that the first one lies behind. */
  constructor(reader: TrailReader, after: number) {
    this.#reader = reader
    this.#after = after
  }

  /** Those up to a position that were not taken yet. */
  async takeThrough(position: number): Promise<PlacedRecord[]> {
    const taken: PlacedRecord[] = []
    for (;;) {
      const beyond = this.#page.findIndex((record) => record.position > position)
      const count = beyond < 0 ? this.#page.length : beyond
      taken.push(...this.#page.slice(0, count))
      this.#page = this.#page.slice(count)
      if (beyond >= 0 || this.#isAtEnd) return taken
      await this.#turnPage()
    }
  }

  /** Stops counting at `most`, or a page behind it. */
  async countRest(most: number): Promise<number> {
    let count = this.#page.length
    for (; !this.#isAtEnd && count < most; count += this.#page.length) await this.#turnPage()
    return count
  }

  async #turnPage(): Promise<void> {
    this.#page = await this.#reader.listRecords(this.#after, recordsPerPage)
    this.#after = this.#page.at(-1)?.position ?? this.#after
    this.#isAtEnd = this.#page.length < recordsPerPage
  }
}

/** What is wrong with the records that stand where a block's own should stand. */
export function recordFaults(hash: Hash, block: SignedBlock, records: readonly PlacedRecord[]): TrailFault[] {
  const { number, firstPosition, count } = block
  const range = `${firstPosition} to ${lastPosition(block)}`
  const wrong = records.findIndex(({ position }, index) => position !== firstPosition + index)
  if (records.length < count) {
    const missing = firstPosition + (wrong < 0 ? records.length : wrong)
    const words = `of its records ${range}, ${count - records.length} are missing, first ${missing}`
    return [faultOf(number, `block ${number}: ${words}`, missing)]
  }
  if (wrong >= 0 || records.length > count) {
    const { position = null } = records[Math.max(wrong, 0)] ?? {}
    return [faultOf(number, `block ${number}: among ${range} are records that it does not hold`, position)]
  }
  if (recordsHash(hash, records) === block.recordsHash) return []
  const words = `a record from ${range} was changed, or put in another's place`
  return [faultOf(number, `block ${number}: ${words}`, firstPosition)]
}
