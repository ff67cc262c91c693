import type { RevocationListHead } from '../../../x509/revocation-list-head.ts'
import { DomainError } from '../../model/errors.ts'
import { isLive, type RevocationListProgress, revocationListUrl } from '../../model/revocation-list.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { type AuthoritySubject, readSubject } from './job-subject.ts'
import { SeenLists } from './seen-lists.ts'

/** How often a list is looked at, and how soon again when it is not yet where it should be. */
const pauseMs = 60_000
const soonMs = 2_000

/**
 * Reads the CA's list from its public address, as those do who rely on it, and notes how old it is: what was published
 * and can't be seen protects nobody.
 */
export function looksAtRevocationLists(): JobHandler {
  const lists = new SeenLists()
  return async (world, held) => {
    const subject = readSubject(held.job.subject)
    const looked = await read(world, subject)
    if (!looked) return undefined
    const { urls, progress, subjectNameDer } = looked
    try {
      const seen = await seeOldest(world, lists, urls, subjectNameDer)
      await note(world, held, subject, seen)
      return world.clock.now() + (seen.number < progress.number ? soonMs : pauseMs)
    } catch (error) {
      if (error instanceof DomainError) await noteFailure(held, subject, error.message)
      throw error
    }
  }
}

/** Undefined where no certificate names a list that was published. */
async function read(world: World, { accountId, authorityId }: AuthoritySubject) {
  const { authority, locations, progress } = await world.database.read(accountId, async (stores) => ({
    authority: await stores.authorities.find(authorityId),
    locations: await stores.revocationLists.locations(authorityId),
    progress: await stores.revocationLists.progress(authorityId),
  }))
  if (!authority?.certificate || progress?.publishedAt == null) return undefined
  const live = locations.filter((location) => isLive(location, authority, world.clock.now()))
  if (live.length === 0) return undefined
  const { publicUrl } = world.settings
  const { subjectNameDer } = authority.certificate
  return { progress, subjectNameDer, urls: live.map((location) => revocationListUrl(publicUrl, location)) }
}

/** Of several addresses the one that is furthest behind counts. */
async function seeOldest(
  { publicReader }: World,
  lists: SeenLists,
  urls: readonly string[],
  issuerNameDer: Uint8Array,
): Promise<RevocationListHead> {
  let oldest: RevocationListHead | undefined
  for (const url of urls) {
    const head = await lists.look(publicReader, url)
    if (!head || Buffer.compare(head.issuerNameDer, issuerNameDer) !== 0) {
      throw new DomainError('public-address-failed', { reason: `${url} is no revocation list of the CA` })
    }
    if (!oldest || head.number < oldest.number) oldest = head
  }
  if (!oldest) throw new DomainError('unexpected')
  return oldest
}

async function note(
  { clock, metrics }: World,
  held: HeldJob,
  { accountId, authorityId }: AuthoritySubject,
  seen: RevocationListHead,
): Promise<void> {
  const waitedMs = await held.record(accountId, async ({ revocationLists }) => {
    const before = await revocationLists.progress(authorityId)
    if (!before) return undefined
    const now = clock.now()
    const isCurrent = seen.number >= before.number
    const after: RevocationListProgress = {
      ...before,
      seenAt: now,
      seenThisUpdate: seen.thisUpdate,
      seenNextUpdate: seen.nextUpdate,
      ...(isCurrent && { unseenSince: null, failure: null }),
    }
    await revocationLists.setProgress(authorityId, after)
    return isCurrent && before.unseenSince !== null ? now - before.unseenSince : undefined
  })
  if (waitedMs !== undefined) metrics.observeRevocationSeen(waitedMs)
}

const noteFailure = (held: HeldJob, { accountId, authorityId }: AuthoritySubject, failure: string) =>
  held.record(accountId, async ({ revocationLists }) => {
    const before = await revocationLists.progress(authorityId)
    if (before) await revocationLists.setProgress(authorityId, { ...before, failure })
  })
