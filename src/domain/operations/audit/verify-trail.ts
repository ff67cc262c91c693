import type { TrailReader } from '../../ports/trail-store.ts'
import { type Followed, followBlocks, strayFaults, wholeTrail } from './follow-blocks.ts'
import type { VerifierTools } from './verify-block.ts'
import { anchorFaults, type NamedCheckpoint } from './verify-checkpoint.ts'

/** What was found; the trail is whole where there are no faults. */
export interface TrailReport extends Pick<Followed, 'blocks' | 'records' | 'removedThrough' | 'end'> {
  readonly faults: readonly string[]
  readonly unsealed: number
}

/**
 * Follows the trail from its first block to its last, and compares it with the checkpoints: without one, nothing tells
 * whether its end was cut off. Needs no secret.
 */
export async function verifyTrail(
  reader: TrailReader,
  tools: VerifierTools,
  checkpoints: readonly NamedCheckpoint[],
): Promise<TrailReport> {
  const followed = await followBlocks(reader, tools, wholeTrail)
  const anchors = await anchorFaults(reader, tools, checkpoints)
  const faults = [...followed.faults, ...strayFaults(followed), ...anchors].map(({ finding }) => finding)
  const { blocks, records, removedThrough, end } = followed
  return { faults, blocks, records, removedThrough, end, unsealed: await reader.countUnsealed() }
}
