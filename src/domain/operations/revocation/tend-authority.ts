import type { Authority } from '../../model/authority.ts'
import type { RevocationListProgress } from '../../model/revocation-list.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { destroyAuthority } from './destroy-authority.ts'
import { readSubject } from './job-subject.ts'
import { ListOutages } from './list-outages.ts'
import { type BegunRevocationList, publishRevocationList } from './publish-revocation-list.ts'
import { readTendedAuthority, type TendedAuthority } from './tended-authority.ts'

/** A list takes at most a sixth of the time: a revocation waits for the others that come with it. */
const restFactor = 5

/**
 * Looks after CAs: publishes the list of each when something was revoked, at half of a list's life and when the CA ends;
 * and ends the CA when its time of grace is over. One job does all of it, so that nobody else signs for the CA meanwhile.
 */
export function tendsAuthorities(): JobHandler {
  const outages = new ListOutages()
  return async (world, held) => {
    const subject = readSubject(held.job.subject)
    // a database that was brought back must not publish less than what was published
    if (world.journalHolds.isHeld(subject.authorityId)) return world.clock.now() + 1000
    const tended = await readTendedAuthority(world, subject)
    // asked for again when the journal was read back
    if (!tended || tended.isAwaited) return undefined
    return tend(world, held, tended, outages)
  }
}

async function tend(
  world: World,
  held: HeldJob,
  tended: TendedAuthority,
  outages: ListOutages,
): Promise<number | undefined> {
  const now = world.clock.now()
  const { authority, signing, locations, progress } = tended
  const isOver = authority.state === 'DELETED' && (authority.deleteAt ?? now) <= now
  if (!signing || locations.length === 0 || (isOver && signing.notAfter <= now)) {
    return isOver ? destroyAuthority(world, held, tended, true) : (authority.deleteAt ?? undefined)
  }
  const restsUntil = endOfRest(progress, now)
  if (restsUntil !== undefined) return restsUntil
  const order = { signing, nextUpdate: isOver ? signing.notAfter : undefined }
  const current = await publish(world, held, tended, outages, order)
  const retryAt = outages.retryAt(tended)
  if (isOver && isGivenUp(tended, outages, now)) return destroyAuthority(world, held, tended, false)
  if (!current) return retryAt !== undefined && retryAt > now ? retryAt : now + 1000
  if (!isOver) return earliest(retryAt, dueAgain(authority, current))
  return retryAt ?? destroyAuthority(world, held, tended, true)
}

/** As long as the shortest list that can lie there; and long enough that no restart meets a store that only pauses. */
const patienceMs = { afterEnd: 7 * 86_400_000, ofFailures: 3_600_000 }

/**
 * The end of a CA waits for every place to have its last list, but not for ever: its owner asked for the end of the key,
 * and a place may be gone for good.
 */
function isGivenUp(tended: TendedAuthority, outages: ListOutages, now: number): boolean {
  const failingSince = outages.failingSince(tended)
  if (failingSince === undefined || now - failingSince < patienceMs.ofFailures) return false
  return now - (tended.authority.deleteAt ?? now) >= patienceMs.afterEnd
}

interface ListOrder {
  readonly signing: SigningAuthority
  /** Of a last list. */
  readonly nextUpdate: number | undefined
}

/** Makes a list where one is missing. The list that places have now; undefined where none has a current one. */
async function publish(
  world: World,
  held: HeldJob,
  tended: TendedAuthority,
  outages: ListOutages,
  { signing, nextUpdate }: ListOrder,
): Promise<Pick<BegunRevocationList, 'thisUpdate' | 'nextUpdate'> | undefined> {
  const isPresent = isCurrent(tended, world.clock.now(), nextUpdate)
  const places = await outages.openPlaces(world, tended, isPresent)
  if (places.length === 0) return isPresent ? tended.progress : undefined
  const reasonBeside = outages.reasonBeside(tended, places)
  const publication = { places, reasonBeside, nextUpdate }
  const published = await publishRevocationList(world, held, tended, signing, publication)
  if (!published) return undefined
  const { begun, failures } = published
  outages.note(tended, places, failures, world.clock.now())
  return failures.length < places.length ? begun : undefined
}

/** Whether the last list tells all that there is to tell, and no other is due. `nextUpdate`: of a last list. */
function isCurrent({ authority, progress }: TendedAuthority, now: number, nextUpdate?: number): boolean {
  const { pendingSince, publishedAt, thisUpdate } = progress
  if (pendingSince !== null || publishedAt === null || thisUpdate > now) return false
  if (nextUpdate !== undefined) return progress.nextUpdate === nextUpdate
  const due = dueAgain(authority, progress)
  return due === undefined || now < due
}

/** Undefined when it is over, and of a list that the clock was put back behind. */
function endOfRest({ publishedAt, tookMs }: RevocationListProgress, now: number): number | undefined {
  if (publishedAt === null || now < publishedAt) return undefined
  const end = publishedAt + restFactor * tookMs
  return now < end ? end : undefined
}

/** The earliest of half of the list's life, the CA's end, and the end of its key. */
function dueAgain(
  { certificate, deleteAt }: Authority,
  { thisUpdate, nextUpdate }: Pick<BegunRevocationList, 'thisUpdate' | 'nextUpdate'>,
): number | undefined {
  const end = certificate?.notAfter ?? 0
  const times = thisUpdate < end ? [(thisUpdate + nextUpdate) / 2, end] : []
  if (deleteAt !== null) times.push(deleteAt)
  return times.length > 0 ? Math.min(...times) : undefined
}

const earliest = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? (left ?? right) : Math.min(left, right)
