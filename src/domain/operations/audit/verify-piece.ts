import type { SignedBlock } from '../../model/audit-block.ts'
import type { Caller } from '../../model/caller.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { hashOf } from './add-block.ts'
import { followBlocks, type Stretch, strayFaults } from './follow-blocks.ts'
import { faultOf, type TrailFault } from './trail-fault.ts'
import { anchorFaults } from './verify-checkpoint.ts'

/** What was found in a piece of the trail. */
export interface TrailPiece {
  /** The last block of it; null: there was none. */
  readonly verifiedThrough: number | null
  readonly blocks: number
  readonly records: number
  /** Up to this position records were removed on purpose; 0: none. */
  readonly removedThrough: number
  readonly faults: readonly TrailFault[]
  /** Where the next piece begins; null: this was the last. */
  readonly nextBlock: number | null
  /** The trail's last block; null: nothing was ever sealed. */
  readonly endBlock: number | null
  readonly unsealed: number
}

export interface VerifyPieceCommand {
  /** Left out: from the beginning, and the checkpoint in the data folder too. */
  readonly fromBlock?: number
}

const mostBlocks = 200
const mostRecords = 20_000
const longestMs = 1_000
/** A signature takes a tenth of a millisecond to verify: other work has its turn after a few of them. */
const pageSize = 20
const mostStrays = 1_000

/**
 * Verifies a piece of the trail as the command does, as much of it as a call may take: whoever asks goes on from there. Each
 * statement sees the trail of its own moment, while blocks are added; what was added meanwhile is for the next piece.
 */
export async function verifyTrailPiece(
  world: IdentityWorld,
  _caller: Caller,
  { fromBlock }: VerifyPieceCommand,
): Promise<TrailPiece> {
  return world.database.search('', async ({ trail }) => {
    if (fromBlock !== undefined && (await isCutOff(trail, fromBlock))) return await cutOff(trail, fromBlock)
    const { followed, first, last } = await followUnlessRemoved(world, trail, fromBlock)
    const { end, blocks, records, removedThrough } = followed
    const isAtEnd = followed.isAtEnd && first?.number === last?.number
    return {
      verifiedThrough: blocks === 0 ? null : (end?.number ?? null),
      blocks,
      records,
      removedThrough,
      faults: [
        // the end may be cut off while pieces are verified: it is held to the checkpoint once more
        ...(fromBlock === undefined || isAtEnd ? await checkpointFaults(world, trail) : []),
        ...followed.faults,
        ...(isAtEnd ? strayFaults(followed) : []),
      ],
      nextBlock: isAtEnd ? null : (end?.number ?? 0) + 1,
      endBlock: last?.number ?? null,
      unsealed: await trail.countUnsealed(),
    }
  })
}

/** Whether the block is gone that the piece before ended with. */
const isCutOff = async (trail: TrailReader, fromBlock: number): Promise<boolean> =>
  fromBlock > 1 && (await trail.findBlock(fromBlock - 1)) === undefined

async function cutOff(trail: TrailReader, fromBlock: number): Promise<TrailPiece> {
  const end = await trail.lastBlock()
  return {
    verifiedThrough: null,
    blocks: 0,
    records: 0,
    removedThrough: end?.removedThrough ?? 0,
    faults: [faultOf(fromBlock - 1, `block ${fromBlock - 1}, which the piece before ended with, is gone`)],
    nextBlock: null,
    endBlock: end?.number ?? null,
    unsealed: await trail.countUnsealed(),
  }
}

/** Records that go meanwhile are missed only until the block is known that tells of it: then it is done again. */
async function followUnlessRemoved(world: IdentityWorld, trail: TrailReader, fromBlock: number | undefined) {
  const before = fromBlock === undefined ? undefined : await trail.findBlock(fromBlock - 1)
  for (let triesLeft = 1; ; triesLeft -= 1) {
    const first = await trail.lastBlock()
    const followed = await followBlocks(trail, toolsOf(world), pieceAfter(world, before))
    const last = await trail.lastBlock()
    if (triesLeft === 0 || first?.removedThrough === last?.removedThrough) return { followed, first, last }
  }
}

function pieceAfter({ clock }: IdentityWorld, before: SignedBlock | undefined): Stretch {
  const startedAt = clock.now()
  return {
    before,
    pageSize,
    mostStrays,
    goesOn: ({ blocks, records }) =>
      blocks < mostBlocks && records < mostRecords && clock.now() - startedAt < longestMs,
  }
}

const toolsOf = (world: IdentityWorld) => ({
  hash: hashOf(world),
  isSignedBy: world.trailSigner.isSignedBy,
})

async function checkpointFaults(world: IdentityWorld, trail: TrailReader): Promise<TrailFault[]> {
  const text = await world.checkpoints.read()
  const checkpoints = text === undefined ? [] : [{ name: 'of the data folder', text }]
  return await anchorFaults(trail, toolsOf(world), checkpoints)
}
