import { blockHash, type Hash, type SignedBlock } from '../../model/audit-block.ts'
import { type Checkpoint, checkpointText, parseCheckpoint } from '../../model/checkpoint.ts'
import type { World } from '../world.ts'
import { hashOf } from './add-block.ts'

/**
 * Keeps the block as the latest checkpoint. One that the trail does not go on from stays as it is: it is all that tells
 * that the trail was cut or made anew while the server was down. Throws an Error then, for the log.
 */
export async function keepCheckpoint(world: World, block: SignedBlock): Promise<void> {
  const hash = hashOf(world)
  const text = await world.checkpoints.read()
  if (text !== undefined) {
    const kept = checkpointIn(text, hash)
    if (!kept || !(await isInTrail(world, kept.block))) throw new Error(notContinued)
    if (kept.block.number >= block.number) return
  }
  const key = await world.database.read('', ({ trail }) => trail.findKey(block.keyId))
  if (!key) throw new Error(`the key ${block.keyId} of the audit trail is gone`)
  await world.checkpoints.keep(checkpointText({ block, publicKeyDer: key.publicKeyDer }, hash))
}

const notContinued =
  'the audit trail does not go on from the checkpoint in the data folder: look with `chancery audit verify`, then move ' +
  'the file away'

async function isInTrail(world: World, block: SignedBlock): Promise<boolean> {
  const hash = hashOf(world)
  const present = await world.database.read('', ({ trail }) => trail.findBlock(block.number))
  return present !== undefined && blockHash(hash, present) === blockHash(hash, block)
}

/** Undefined for what is no checkpoint. */
function checkpointIn(text: string, hash: Hash): Checkpoint | undefined {
  try {
    return parseCheckpoint(text, hash)
  } catch {
    return undefined
  }
}
