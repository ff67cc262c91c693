import type { SignedBlock } from '../../model/audit-block.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { addBlock, type BlockContent, type SealingWorld, type Write } from './add-block.ts'
import { keepCheckpoint } from './keep-checkpoint.ts'

export const sealTrailJob = 'seal-audit-trail'

/** A block of more would keep requests waiting for some milliseconds while it is hashed and placed. */
const mostRecords = 250

/** At the end there are 5 s for everything; what is left is sealed after the next start. */
const mostBlocksAtEnd = 100

/**
 * Seals what has no place in the trail yet. Asked for when there is something: an idle installation writes nothing. That
 * it can't be done is for the log: the key may have been replaced, or the trail cut.
 */
export const sealTrail: JobHandler = async (world, held) => {
  try {
    const last = await sealBlocks(world, (work) => held.record('', work), Number.POSITIVE_INFINITY)
    if (last) await keepCheckpoint(world, last)
    return undefined
  } catch (cause) {
    throw new Error(`sealing the audit trail: ${(cause as Error).message}`, { cause })
  }
}

/** A failure puts the job off, and asking again does not bring it forward. */
export async function askForSealing({ database, clock }: World): Promise<void> {
  const [first] = await database.read('', ({ trail }) => trail.listUnsealed(1))
  if (first) await database.write('', ({ jobs }) => jobs.enqueueOnce(sealTrailJob, '', clock.now()))
}

/** Before the database closes. Needs no hold: whoever adds a block has compared the end of the trail with its own. */
export async function sealRest(world: World): Promise<void> {
  await sealBlocks(world, (work) => world.database.write('', work), mostBlocksAtEnd)
  const end = await world.database.read('', ({ trail }) => trail.lastBlock())
  if (end) await keepCheckpoint(world, end)
}

/** Yields the last block that it added. */
export async function sealBlocks(
  world: SealingWorld,
  write: Write,
  mostBlocks: number,
): Promise<SignedBlock | undefined> {
  let last: SignedBlock | undefined
  for (let tries = 0; tries < mostBlocks; tries += 1) {
    const content = await nextContent(world)
    if (content.unsealed.length === 0) break
    const added = await addBlock(world, write, content)
    last = added ?? last
    if (added && content.unsealed.length < mostRecords) break
  }
  return last
}

/** What the next block is to follow and to hold. */
export async function nextContent({ database }: SealingWorld): Promise<BlockContent> {
  const end = await database.read('', ({ trail }) => trail.lastBlock())
  const unsealed = await database.search('', ({ trail }) => trail.listUnsealed(mostRecords))
  return { end, unsealed }
}
