import { DomainError } from '../../model/errors.ts'
import type { JournalRecord } from '../../model/journal.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { awaitJournal } from './await-journals.ts'
import { knowsAll } from './compare-journal.ts'
import { findBegun } from './journal-place.ts'
import { type JournalWorld, walkSegments } from './segments.ts'

/** CAs at a time whose journals are looked at. */
const page = 100

/**
 * Finds databases that were brought back without a word to us: once in a process the end of each journal is compared
 * with what the database knows. A bucket that does not answer is asked again by the next look.
 */
export class JournalHeads {
  readonly #world: JournalWorld
  readonly #checked = new Set<string>()
  #isDone = false
  #isUnderWay = false

  constructor(world: JournalWorld) {
    this.#world = world
  }

  /** One after the other, whatever else is done meanwhile; returns at once where that is under way. */
  async checkAll(): Promise<void> {
    if (this.#isDone || this.#isUnderWay) return
    this.#isUnderWay = true
    try {
      this.#isDone = await this.#checkEach()
    } finally {
      this.#isUnderWay = false
    }
    if (this.#isDone) this.#checked.clear()
  }

  /** Nothing new is looked at. */
  stop(): void {
    this.#isDone = true
  }

  /** Whether all could be told. */
  async #checkEach(): Promise<boolean> {
    let [last, isWhole] = ['', true]
    while (!this.#isDone) {
      const owners = await this.#world.database.search('', ({ journalOverview }) =>
        journalOverview.listSigning(last, page),
      )
      if (owners.length === 0) return isWhole
      for (const owner of owners) isWhole = (await this.check(owner)) && isWhole
      last = owners.at(-1)?.authorityId ?? ''
    }
    return true
  }

  /** False: it can't be told now. */
  async check(owner: JournalOwner): Promise<boolean> {
    if (this.#isDone || this.#checked.has(owner.authorityId)) return true
    try {
      if (await isAhead(this.#world, owner)) await awaitJournal(this.#world, owner)
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
    this.#checked.add(owner.authorityId)
    return true
  }
}

/** Whether the bucket holds records of which this database knows nothing. */
async function isAhead(world: JournalWorld, owner: JournalOwner): Promise<boolean> {
  const { database } = world
  const journal = await database.read(owner.accountId, ({ journals }) => journals.find(owner.authorityId))
  if (journal?.awaitedSince != null) return false
  const position = journal?.position ?? null
  const [place] = position ? [{ ...owner, bucket: position.bucket }] : await findBegun(world, owner, false)
  if (!place) return false
  const unknown: JournalRecord[] = []
  for await (const { number, records } of walkSegments(world, place, position?.segment ?? 1)) {
    const known = number === position?.segment ? position.records : 0
    for (const record of records.slice(known)) unknown.push(record)
  }
  return !(await database.read(owner.accountId, (stores) => knowsAll(stores, owner, unknown)))
}
