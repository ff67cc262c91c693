import { lastPosition, type SignedBlock } from '../../model/audit-block.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import { faultOf, type TrailFault } from './trail-fault.ts'
import { BlockSignatures, linkFaults, type VerifierTools } from './verify-block.ts'
import { RecordStream, recordFaults } from './verify-records.ts'

/** How much of the trail is followed. */
export interface Stretch {
  /** The block that the first one follows; undefined: from the beginning. */
  readonly before: SignedBlock | undefined
  /** Blocks that are fetched, and looked at in one turn of the event loop. */
  readonly pageSize: number
  /** Whether another block may be begun; the first one always is. */
  readonly goesOn: (passed: { readonly blocks: number; readonly records: number }) => boolean
  /** So many records behind the last block are counted, or a page more. */
  readonly mostStrays: number
}

export const wholeTrail: Stretch = {
  before: undefined,
  pageSize: 500,
  goesOn: () => true,
  mostStrays: Number.POSITIVE_INFINITY,
}

/** What was found in a stretch. */
export interface Followed {
  readonly faults: TrailFault[]
  readonly blocks: number
  /** Compared with their blocks; those that were removed on purpose are not among them. */
  readonly records: number
  /** Up to this position records were removed on purpose; 0: none. */
  readonly removedThrough: number
  /** The last block of it; that before it where there was none. */
  readonly end: SignedBlock | undefined
  /** Whether there was no block behind it. */
  readonly isAtEnd: boolean
  /** Records behind the trail's end. */
  readonly strays: number
}

/** Follows blocks and their records. Needs no secret. */
export async function followBlocks(
  reader: TrailReader,
  tools: VerifierTools,
  { before, pageSize, goesOn, mostStrays }: Stretch,
): Promise<Followed> {
  const removedBlocks = (await reader.lastBlock())?.removedThrough ?? 0
  const stream = new RecordStream(reader, before ? lastPosition(before) : Number.MIN_SAFE_INTEGER)
  const signatures = new BlockSignatures(reader, tools)
  const faults: TrailFault[] = []
  let [end, blocks, records, removedThrough] = [before, 0, 0, 0]
  for await (const block of blocksOf(reader, before, pageSize)) {
    if (blocks > 0 && !goesOn({ blocks, records })) {
      return { faults, blocks, records, removedThrough, end, isAtEnd: false, strays: 0 }
    }
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
  const strays = await stream.countRest(mostStrays)
  return { faults, blocks, records, removedThrough, end, isAtEnd: true, strays }
}

export const strayFaults = ({ strays }: Followed): TrailFault[] =>
  strays === 0 ? [] : [faultOf(null, `behind the last block there are ${strays} records that no block holds`)]

async function* blocksOf(
  reader: TrailReader,
  before: SignedBlock | undefined,
  pageSize: number,
): AsyncGenerator<SignedBlock> {
  let page: readonly SignedBlock[]
  let after = before?.number ?? Number.MIN_SAFE_INTEGER
  do {
    page = await reader.listBlocks(after, pageSize)
    yield* page
    after = page.at(-1)?.number ?? after
  } while (page.length === pageSize)
}
