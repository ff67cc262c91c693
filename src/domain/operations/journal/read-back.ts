import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import {
  type Journal,
  type JournalPosition,
  type JournalRecord,
  type ToldStatus,
  tellAll,
} from '../../model/journal.ts'
import { nothingPublished, type RevocationListLocation } from '../../model/revocation-list.ts'
import type { SerialNumber } from '../../model/serial-number.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { JournalOwner, QueuedRecord } from '../../ports/journal-store.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { readSubject, revocationJobs } from '../revocation/job-subject.ts'
import type { World } from '../world.ts'
import { noteFailure } from './append-queued.ts'
import { batchesOf, missingOf, serialsOf, writtenBefore } from './compare-journal.ts'
import { forTheLog } from './for-the-log.ts'
import { tellListedAt } from './listed-revocations.ts'
import { readJournal, readRemains } from './read-journal.ts'
import { takeOver } from './take-over.ts'

/**
 * After a restore: reads the whole journal of a CA and its last published lists, and takes over what they tell and the
 * database does not know. Only then the CA signs again. What can't be read, is missing, or is not ours keeps it from
 * that; it is tried again and again.
 */
export const readBackJournal: JobHandler = async (world, held) => {
  const owner = readSubject(held.job.subject)
  try {
    await readBack(world, held, owner)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await noteFailure(world, owner, error.message)
    throw forTheLog('reading back', owner, error)
  }
  return undefined
}

async function readBack(world: World, held: HeldJob, owner: JournalOwner): Promise<void> {
  const begun = await world.database.read(owner.accountId, (stores) => readState(stores, owner))
  if (!begun.authority || begun.journal?.awaitedSince == null) return
  const { authority, locations, queued } = begun
  const reading = { world, owner, journal: begun.journal, authority, locations, queued }
  const { position, told, written, number, isWhole } = await readAll(reading)
  await world.faults.reach('read back: nothing taken over')
  await takeOverAll(world, held, owner, told, written)
  await world.faults.reach('read back: taken over, not settled')
  const end = { position, number: authority.certificate ? number : null, written, isWhole }
  await settle(world, held, owner, end)
}

interface Reading {
  readonly world: World
  readonly owner: JournalOwner
  readonly journal: Journal
  readonly authority: Authority
  readonly locations: readonly Location[]
  readonly queued: readonly QueuedRecord[]
}

/** Everything that there is to be read; what an operator gave up, as far as it opens. */
async function readAll(reading: Reading) {
  const { world, owner, journal, authority, locations, queued } = reading
  const { told, written, take } = taking(queued)
  try {
    const position = await readJournal(world, owner, journal, take)
    const number = await tellListedAt(world, owner, authority, locations, told)
    return { position, told, written, number, isWhole: true }
  } catch (error) {
    if (journal.givenUpAt === null || !(error instanceof DomainError)) throw error
    return readAllRemains(reading)
  }
}

async function readAllRemains({ world, owner, journal, authority, locations, queued }: Reading) {
  const { told, written, take } = taking(queued)
  await readRemains(world, owner, journal, take)
  let number = 0
  for (const location of locations) {
    try {
      number = Math.max(number, await tellListedAt(world, owner, authority, [location], told))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }
  return { position: null, told, written, number, isWhole: false }
}

/** What the records tell is made up segment by segment: a million of them at once would hold everything else up. */
function taking(queued: readonly QueuedRecord[]) {
  const told = new Map<SerialNumber, ToldStatus>()
  const written: QueuedRecord[] = []
  const take = (records: readonly JournalRecord[]) => {
    tellAll(told, records)
    written.push(...writtenBefore(queued, records))
  }
  return { told, written, take }
}

async function readState(stores: TenantReaders, { authorityId }: JournalOwner) {
  const authority: Authority | undefined = await stores.authorities.find(authorityId)
  const former = await stores.revocationLists.locations(authorityId)
  return {
    authority,
    journal: await stores.journals.find(authorityId),
    queued: await stores.journals.listQueued(authorityId, Number.MAX_SAFE_INTEGER),
    locations: withCurrent(former, authority),
  }
}

type Location = Pick<RevocationListLocation, 'bucket' | 'name'>

function withCurrent(former: readonly Location[], authority: Authority | undefined): readonly Location[] {
  const current = authority?.revocationList
  const isAmong = former.some(({ bucket, name }) => bucket === current?.bucket && name === current.name)
  return current && !isAmong ? [...former, current] : former
}

/** A batch in each transaction; what a caller revoked or released meanwhile is looked at again. */
async function takeOverAll(
  world: World,
  held: HeldJob,
  owner: JournalOwner,
  told: ReadonlyMap<SerialNumber, ToldStatus>,
  written: readonly QueuedRecord[],
): Promise<void> {
  const { accountId, authorityId } = owner
  const dropped = new Set(written.map(({ sequence }) => sequence))
  const waitingIn = async ({ journals }: Pick<TenantReaders, 'journals'>) => {
    const queued = await journals.listQueued(authorityId, Number.MAX_SAFE_INTEGER)
    return serialsOf(queued.filter(({ sequence }) => !dropped.has(sequence)))
  }
  for (const batch of batchesOf(told)) {
    const missing = await world.database.read(accountId, async (stores) =>
      missingOf(stores, owner, batch, await waitingIn(stores)),
    )
    if (missing.length === 0) continue
    const serials = new Set(missing.map(({ serialNumber }) => serialNumber))
    const ids = await world.database.search(accountId, ({ certificates }) =>
      certificates.idsBySerial(authorityId, [...serials]),
    )
    const left = batch.filter(([serialNumber]) => serials.has(serialNumber))
    await held.record(accountId, async (stores) => {
      const still = await missingOf(stores, owner, left, await waitingIn(stores))
      await takeOver(world, stores, owner, still, ids)
    })
  }
}

interface ReadBack {
  readonly position: JournalPosition | null
  /** The largest of any list that was published; null: the CA has no certificate (any more) and publishes none. */
  readonly number: number | null
  readonly written: readonly QueuedRecord[]
  /** False: what was given up is begun anew, with everything that is revoked. */
  readonly isWhole: boolean
}

/** The CA may sign; the next list is to tell of what was taken over, and to have a number larger than any before. */
async function settle(
  world: World,
  held: HeldJob,
  { accountId, authorityId }: JournalOwner,
  { position, number, written, isWhole }: ReadBack,
): Promise<void> {
  await held.record(accountId, async ({ journals, revocationLists, jobs }) => {
    await journals.removeQueued(written.map(({ sequence }) => sequence))
    await journals.settle(authorityId, position)
    if (isWhole) await journals.giveUp(authorityId, null)
    else await journals.queueRevoked(authorityId, world.clock.now())
    if (number === null) return
    const now = world.clock.now()
    const before = (await revocationLists.progress(authorityId)) ?? nothingPublished
    const pendingSince = before.pendingSince ?? now
    await revocationLists.setProgress(authorityId, {
      ...before,
      number: Math.max(number, before.number),
      pendingSince,
    })
    for (const kind of [revocationJobs.tend, revocationJobs.renewResponder] as const) {
      await jobs.enqueue(kind, held.job.subject, now)
    }
  })
}
