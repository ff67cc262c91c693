import {
  type Hash,
  lastPosition,
  type PlacedRecord,
  recordsHash,
  type SignedBlock,
} from '../../model/audit-block.ts'
import type { TrailReader } from '../../ports/trail-store.ts'

const recordsPerPage = 1000

/** The records of the trail in the order of their positions, a page in memory at a time. */
export class RecordStream {
  readonly #reader: TrailReader
  #page: readonly PlacedRecord[] = []
  #after = Number.MIN_SAFE_INTEGER
  #isAtEnd = false

  constructor(reader: TrailReader) {
    this.#reader = reader
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

  async countRest(): Promise<number> {
    let count = this.#page.length
    for (; !this.#isAtEnd; count += this.#page.length) await this.#turnPage()
    return count
  }

  async #turnPage(): Promise<void> {
    this.#page = await this.#reader.listRecords(this.#after, recordsPerPage)
    this.#after = this.#page.at(-1)?.position ?? this.#after
    this.#isAtEnd = this.#page.length < recordsPerPage
  }
}

/** What is wrong with the records that stand where a block's own should stand. */
export function recordFaults(hash: Hash, block: SignedBlock, records: readonly PlacedRecord[]): string[] {
  const { number, firstPosition, count } = block
  const range = `${firstPosition} to ${lastPosition(block)}`
  const wrong = records.findIndex(({ position }, index) => position !== firstPosition + index)
  if (records.length < count) {
    const missing = firstPosition + (wrong < 0 ? records.length : wrong)
    return [
      `block ${number}: of its records ${range}, ${count - records.length} are missing, first ${missing}`,
    ]
  }
  if (wrong >= 0 || records.length > count)
    return [`block ${number}: among ${range} are records that it does not hold`]
  if (recordsHash(hash, records) === block.recordsHash) return []
  return [`block ${number}: a record from ${range} was changed, or put in another's place`]
}
