import { lastPosition, type SignedBlock } from '../../model/audit-block.ts'
import type { AuditRecord } from '../../model/audit-record.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { addBlock } from './add-block.ts'
import { nextContent } from './seal-trail.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const batch = 500

/**
 * Removes the records of blocks that are older than they have to be kept; the blocks stay, so that the trail can be
 * followed. First a signed block tells of it, so that nobody can remove in secret; then they go, a batch at a time.
 */
export const removeOldRecords: JobHandler = async (world, held) => {
  const { auditRetentionDays } = world.settings
  if (auditRetentionDays === null) return undefined
  const now = world.clock.now()
  const last = await lastToRemove(world, now - auditRetentionDays * dayMs)
  if (last && !(await announce(world, held, last))) return now
  await removeAnnounced(world, held)
  return now + hourMs
}

/** The last block before the first that must stay; undefined where none is to go, or a sink has not got its records yet. */
async function lastToRemove(
  { database, auditSinks }: World,
  keptSince: number,
): Promise<SignedBlock | undefined> {
  return database.search('', async ({ trail }) => {
    const end = await trail.lastBlock()
    if (!end) return undefined
    const firstKept = await trail.firstBlockSince(end.removedThrough, keptSince)
    const number = (firstKept ?? end).number - 1
    if (number <= end.removedThrough) return undefined
    const last = await trail.findBlock(number)
    for (const { name } of auditSinks) {
      if (last && (await trail.sinkPosition(name)) < lastPosition(last)) return undefined
    }
    return last
  })
}

/** False when another node added a block meanwhile. */
async function announce(world: World, held: HeldJob, last: SignedBlock): Promise<boolean> {
  const content = { ...(await nextContent(world)), removedThrough: last.number }
  const added = await addBlock(
    world,
    (work) =>
      held.record('', async (stores) => {
        const block = await work(stores)
        if (block) await stores.audit.append(recordOf(world, last))
        return block
      }),
    content,
  )
  return added !== undefined
}

/** Also what an earlier run announced and did not come to. */
async function removeAnnounced({ database }: World, held: HeldJob): Promise<void> {
  const last = await database.read('', async ({ trail }) => {
    const end = await trail.lastBlock()
    return end && trail.findBlock(end.removedThrough)
  })
  if (!last) return
  let removed: number
  do {
    removed = await held.record('', ({ trail }) => trail.removeRecords(lastPosition(last), batch))
  } while (removed === batch)
}

/** Nobody asked for it but the setting. */
const recordOf = ({ clock, digest }: World, last: SignedBlock): AuditRecord => ({
  at: clock.now(),
  accountId: null,
  userId: null,
  method: 'none',
  accessKeyId: null,
  sourceAddress: '',
  requestId: '',
  operation: 'removeOldRecords',
  objectKind: 'audit-block',
  objectId: String(last.number),
  result: 'success',
  beforeDigest: null,
  afterDigest: digest.of(last),
  count: 1,
})
