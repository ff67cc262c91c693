import { DomainError } from '../../model/errors.ts'
import {
  nextListNumber,
  nothingPublished,
  type RevocationListLocation,
  validityMs,
} from '../../model/revocation-list.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import type { MadeRevocationList } from '../../ports/revocation-list-maker.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import { awaitJournal } from '../journal/await-journals.ts'
import { checkMaySign } from '../journal/may-sign.ts'
import type { World } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'
import type { PlaceFailure } from './list-outages.ts'
import { putLists } from './put-lists.ts'
import type { TendedAuthority } from './tended-authority.ts'

/** A list that has its number and its times. */
export interface BegunRevocationList {
  readonly number: number
  readonly numberBefore: number
  readonly thisUpdate: number
  readonly nextUpdate: number
}

export interface Publication {
  /** Those that would take the list. */
  readonly places: readonly RevocationListLocation[]
  /** Why others would not. */
  readonly reasonBeside: string | null
  /** Of a last list; else it is by the CA's settings. */
  readonly nextUpdate?: number | undefined
}

export interface PublishedRevocationList {
  readonly begun: BegunRevocationList
  readonly failures: readonly PlaceFailure[]
}

/**
 * Makes the CA's list and puts it wherever certificates look for it (docs/life-of-a-certificate.md, the life of a
 * revocation). The number is taken in a commit of its own before anything is signed, so that none is used twice, and
 * every write asks first whether the job is still ours. Undefined where a newer list of this CA lies there than this
 * database knows of: what it tells is taken over, and the next one is made to be newer still.
 */
export async function publishRevocationList(
  world: World,
  held: HeldJob,
  tended: TendedAuthority,
  signing: SigningAuthority,
  { places, reasonBeside, nextUpdate }: Publication,
): Promise<PublishedRevocationList | undefined> {
  const begun = await begin(world, held, tended, nextUpdate)
  try {
    await world.faults.reach('publish: number taken, not signed')
    const made = await make(world, tended, signing, begun)
    world.metrics.observeListMade(made.tookMs)
    await world.faults.reach('publish: signed, not written')
    const { number, numberBefore } = begun
    const list = { der: made.der, number, numberBefore, issuer: signing }
    const { newest, failures } = await putLists(world, held, tended.accountId, places, list)
    if (newest !== undefined) return await catchUp(world, held, tended, newest)
    await world.faults.reach('publish: written, not recorded')
    const failure = failures[0]?.reason ?? reasonBeside
    const isPublished = failures.length < places.length
    if (isPublished) await finish(world, held, tended, begun, made, failure)
    else await fail(held, tended, failure)
    world.metrics.countListPublished(isPublished ? 'published' : 'failed')
    await world.faults.reach('publish: recorded, job not finished')
    return { begun, failures }
  } catch (error) {
    world.metrics.countListPublished('failed')
    await fail(held, tended, error instanceof DomainError ? error.message : 'failed unexpectedly')
    throw error
  }
}

/** Takes the next number; what is revoked from here on waits for the list after this one, at the latest. */
function begin(
  world: World,
  held: HeldJob,
  { accountId, authorityId, authority }: TendedAuthority,
  nextUpdate?: number,
) {
  const thisUpdate = Math.floor(world.clock.now() / 1000) * 1000
  return held.record(accountId, async ({ revocationLists, journals }) => {
    await checkMaySign(world, { journals }, [authorityId])
    const before = (await revocationLists.progress(authorityId)) ?? nothingPublished
    const number = nextListNumber(before.number, thisUpdate)
    const unseenSince = before.unseenSince ?? before.pendingSince
    await revocationLists.setProgress(authorityId, { ...before, number, pendingSince: null, unseenSince })
    return {
      number,
      numberBefore: before.number,
      thisUpdate,
      nextUpdate: nextUpdate ?? thisUpdate + validityMs(authority),
    }
  })
}

/**
 * A revocation stays in one list after its certificate ended (RFC 5280 §3.3): in the first that is published after it.
 * A clock that was put back must not take a certificate for ended that lives.
 */
const make = (
  world: World,
  { accountId, authorityId, progress }: TendedAuthority,
  authority: SigningAuthority,
  { number, thisUpdate, nextUpdate }: BegunRevocationList,
): Promise<MadeRevocationList> =>
  world.revocationListMaker.make({
    accountId,
    authorityId,
    authority,
    number,
    thisUpdate,
    nextUpdate,
    endedAfter: progress.publishedAt === null ? thisUpdate : Math.min(progress.thisUpdate, thisUpdate),
  })

/**
 * A database that was brought back from a copy forgot some numbers, and what those lists told: it is read back before
 * the CA signs anything more. What was to be told still is.
 */
async function catchUp(
  world: World,
  held: HeldJob,
  { accountId, authorityId }: TendedAuthority,
  number: number,
): Promise<undefined> {
  await held.record(accountId, async ({ revocationLists }) => {
    const before = (await revocationLists.progress(authorityId)) ?? nothingPublished
    const pendingSince = before.pendingSince ?? before.unseenSince
    const known = Math.max(number, before.number)
    await revocationLists.setProgress(authorityId, { ...before, number: known, pendingSince })
  })
  await awaitJournal(world, { accountId, authorityId })
  return undefined
}

/** Some place has it; what keeps another from it is told beside. */
async function finish(
  world: World,
  held: HeldJob,
  { accountId, authorityId }: TendedAuthority,
  { thisUpdate, nextUpdate }: BegunRevocationList,
  { entries, tookMs }: MadeRevocationList,
  failure: string | null,
): Promise<void> {
  await held.record(accountId, async ({ revocationLists, jobs }) => {
    const before = (await revocationLists.progress(authorityId)) ?? nothingPublished
    const now = world.clock.now()
    const published = { thisUpdate, nextUpdate, entries, tookMs, publishedAt: now, failure }
    await revocationLists.setProgress(authorityId, { ...before, ...published })
    await jobs.enqueue(revocationJobs.look, subjectOf({ accountId, authorityId }), now)
  })
}

/** What was to be told still is. */
async function fail(
  held: HeldJob,
  { accountId, authorityId }: TendedAuthority,
  failure: string | null,
): Promise<void> {
  await held.record(accountId, async ({ revocationLists }) => {
    const before = await revocationLists.progress(authorityId)
    if (!before) return
    const pendingSince = before.pendingSince ?? before.unseenSince
    await revocationLists.setProgress(authorityId, { ...before, pendingSince, failure })
  })
}
