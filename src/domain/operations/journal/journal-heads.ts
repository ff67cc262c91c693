import { DomainError } from '../../model/errors.ts'
import type { Journal } from '../../model/journal.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { World } from '../world.ts'
import { awaitJournal } from './await-journals.ts'
import { knowsAll } from './compare-journal.ts'
import { findBegun, findLying } from './journal-place.ts'
import { JournalDamage, type JournalWorld, walkSegments } from './segments.ts'

/** CAs at a time that the database is asked for. */
const page = 1000

/** Journals that are looked at at once: each is one or two questions to a store that may be far. */
const atOnce = 16

/** So often all are looked at again: PostgreSQL can be brought back to an earlier moment beneath a node at work. */
const againMs = 600_000

type HeadsWorld = JournalWorld & Pick<World, 'journalHolds'>

/**
 * Finds databases that were brought back without a word to us: the end of each journal is compared with what the
 * database knows, before the CA signs anything in this process. A bucket that does not answer is asked again by the next
 * look; until it does, its CAs wait.
 */
export class JournalHeads {
  readonly #world: HeadsWorld
  #comparedAt = 0
  #isStopped = false
  #isUnderWay = false

  constructor(world: HeadsWorld) {
    this.#world = world
  }

  /** Holds every CA that there is until it was compared. */
  async holdAll(): Promise<void> {
    const { journalHolds, clock } = this.#world
    this.#comparedAt = clock.now()
    for await (const owners of this.#signing()) journalHolds.hold(owners)
  }

  /** Whatever else is done meanwhile; returns at once where that is under way. */
  async checkAll(): Promise<void> {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    try {
      await this.#checkEach(this.#world.journalHolds.list())
      await this.#lookAgain()
    } finally {
      this.#isUnderWay = false
    }
  }

  /** Nothing new is looked at. */
  stop(): void {
    this.#isStopped = true
  }

  async #lookAgain(): Promise<void> {
    const now = this.#world.clock.now()
    if (Math.abs(now - this.#comparedAt) < againMs) return
    this.#comparedAt = now
    for await (const owners of this.#signing()) await this.#checkEach(owners)
  }

  async *#signing(): AsyncGenerator<JournalOwner[]> {
    let last = ''
    while (!this.#isStopped) {
      // not a search: the start would wait for a thread of its own to begin
      const owners = await this.#world.database.read('', ({ journalOverview }) =>
        journalOverview.listSigning(last, page),
      )
      if (owners.length === 0) return
      yield owners
      last = owners.at(-1)?.authorityId ?? ''
    }
  }

  async #checkEach(owners: readonly JournalOwner[]): Promise<void> {
    const left = owners.values()
    const run = async () => {
      for (const owner of left) {
        if (this.#isStopped) return
        await this.#check(owner)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, owners.length) }, run))
  }

  async #check(owner: JournalOwner): Promise<void> {
    const { journalHolds } = this.#world
    try {
      await compare(this.#world, owner)
      journalHolds.release(owner)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      journalHolds.noteFailure(error.facts.reason ?? error.message)
    }
  }
}

/** Throws `bucket-store-failed` where it can't be told now, and no operator gave up what is lost. */
async function compare(world: JournalWorld, owner: JournalOwner): Promise<void> {
  const { accountId, authorityId } = owner
  const journal = await world.database.read(accountId, ({ journals }) => journals.find(authorityId))
  if (journal?.awaitedSince != null) return
  const isGivenUp = journal?.givenUpAt != null
  try {
    if (!(await isBehind(world, owner, journal))) await clear(world, owner, isGivenUp)
    else await awaitJournal(world, owner)
  } catch (error) {
    if (isGivenUp && error instanceof DomainError) return
    if (!(error instanceof JournalDamage)) throw error
    // what is lost of it may be what this database does not know
    await awaitJournal(world, owner)
  }
}

/** All is well again: what was given up is no longer. */
async function clear(
  { database }: JournalWorld,
  { accountId, authorityId }: JournalOwner,
  isGivenUp: boolean,
) {
  if (isGivenUp) await database.write(accountId, ({ journals }) => journals.giveUp(authorityId, null))
}

/** Whether the bucket holds records, behind the place up to which this database knows the journal, that are news to it. */
async function isBehind(
  world: JournalWorld,
  owner: JournalOwner,
  journal: Journal | undefined,
): Promise<boolean> {
  const position = journal?.position ?? null
  const lying = position
    ? [await findLying(world, { ...owner, bucket: position.bucket })]
    : await findBegun(world, owner)
  for (const one of lying) {
    for await (const { number, records } of walkSegments(world, one, position?.segment ?? 1)) {
      const known = number === position?.segment ? position.records : 0
      // a segment at a time: a million records at once would hold everything else up
      const isKnown = await world.database.read(owner.accountId, (stores) =>
        knowsAll(stores, owner, records.slice(known)),
      )
      if (!isKnown) return true
    }
  }
  return false
}
