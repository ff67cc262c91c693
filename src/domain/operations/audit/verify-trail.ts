import { lastPosition, type SignedBlock } from '../../model/audit-block.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import { BlockSignatures, linkFaults, type VerifierTools } from './verify-block.ts'
import { checkpointFaults, type NamedCheckpoint } from './verify-checkpoint.ts'
import { RecordStream, recordFaults } from './verify-records.ts'

/** What was found; the trail is whole where there are no faults. */
export interface TrailReport {
  readonly faults: readonly string[]
  readonly blocks: number
  /** Compared with their blocks; those that were removed on purpose are not among them. */
  readonly records: number
  /** Up to this position records were removed on purpose; 0: none. */
  readonly removedThrough: number
  readonly unsealed: number
  readonly end: SignedBlock | undefined
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
  const { faults, ...passed } = await followBlocks(reader, tools)
  const isUnanchored = passed.end !== undefined && checkpoints.length === 0
  for (const checkpoint of checkpoints) faults.push(...(await checkpointFaults(reader, tools, checkpoint)))
  if (isUnanchored) faults.push('there is no checkpoint to tell whether the end was cut off: name one')
  return { ...passed, faults, unsealed: await reader.countUnsealed() }
}

async function followBlocks(reader: TrailReader, tools: VerifierTools) {
  const removedBlocks = (await reader.lastBlock())?.removedThrough ?? 0
  const stream = new RecordStream(reader)
  const signatures = new BlockSignatures(reader, tools)
  const faults: string[] = []
  let [end, blocks, records, removedThrough] = [undefined as SignedBlock | undefined, 0, 0, 0]
  for await (const block of blocksOf(reader)) {
    const sealed = await stream.takeThrough(lastPosition(block))
    faults.push(
      ...linkFaults(tools.hash, block, end),
      ...(await signatures.keyFaultsOf(block, end)),
      ...(await signatures.faultsOf(block)),
    )
    if (block.number <= removedBlocks) removedThrough = lastPosition(block)
    else {
      faults.push(...recordFaults(tools.hash, block, sealed))
      records += sealed.length
    }
    end = block
    blocks += 1
  }
  const strays = await stream.countRest()
  if (strays > 0) faults.push(`behind the last block there are ${strays} records that no block holds`)
  return { faults, blocks, records, removedThrough, end }
}

const blocksPerPage = 500

async function* blocksOf(reader: TrailReader): AsyncGenerator<SignedBlock> {
  let page: readonly SignedBlock[]
  let after = Number.MIN_SAFE_INTEGER
  do {
    page = await reader.listBlocks(after, blocksPerPage)
    yield* page
    after = page.at(-1)?.number ?? after
  } while (page.length === blocksPerPage)
}
