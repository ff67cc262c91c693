import type { Authority } from '../../model/authority.ts'
import type { RevocationListProgress } from '../../model/revocation-list.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { destroyAuthority } from './destroy-authority.ts'
import { readSubject } from './job-subject.ts'
import { type BegunRevocationList, publishRevocationList } from './publish-revocation-list.ts'
import { readTendedAuthority } from './tended-authority.ts'

/** A list takes at most a sixth of the time: a revocation waits for the others that come with it. */
const restFactor = 5

/**
 * Looks after a CA: publishes its list when something was revoked, at half of a list's life and when the CA ends; and
 * ends the CA when its time of grace is over. One job does all of it, so that nobody else signs for the CA meanwhile.
 */
export const tendAuthority: JobHandler = async (world, held) => {
  const tended = await readTendedAuthority(world, readSubject(held.job.subject))
  if (!tended) return undefined
  const now = world.clock.now()
  const { authority, signing, locations, progress } = tended
  const isOver = authority.state === 'DELETED' && (authority.deleteAt ?? now) <= now
  if (!signing || locations.length === 0 || (isOver && signing.notAfter <= now)) {
    return isOver ? destroyAuthority(world, held, tended) : (authority.deleteAt ?? undefined)
  }
  const restsUntil = endOfRest(progress, now)
  if (restsUntil !== undefined) return restsUntil
  const begun = await publishRevocationList(
    world,
    held,
    tended,
    signing,
    isOver ? signing.notAfter : undefined,
  )
  if (!begun) return now + 1000
  return isOver ? destroyAuthority(world, held, tended) : dueAgain(authority, begun)
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
  { thisUpdate, nextUpdate }: BegunRevocationList,
): number | undefined {
  const end = certificate?.notAfter ?? 0
  const times = thisUpdate < end ? [(thisUpdate + nextUpdate) / 2, end] : []
  if (deleteAt !== null) times.push(deleteAt)
  return times.length > 0 ? Math.min(...times) : undefined
}
