import { blockHash, blockOctets } from '../../model/audit-block.ts'
import { type Checkpoint, parseCheckpoint } from '../../model/checkpoint.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import { faultOf, type TrailFault } from './trail-fault.ts'
import type { VerifierTools } from './verify-block.ts'

/** A checkpoint's text, and how people call it. */
export interface NamedCheckpoint {
  readonly name: string
  readonly text: string
}

/** What is wrong with a checkpoint, or between it and the trail. */
async function checkpointFaults(
  reader: TrailReader,
  tools: VerifierTools,
  { name, text }: NamedCheckpoint,
): Promise<TrailFault[]> {
  const checkpoint = readCheckpoint(text, tools)
  const words = (fault: string) => `the checkpoint ${name} ${fault}`
  if (typeof checkpoint === 'string') return [faultOf(null, words(checkpoint))]
  const fault = await placeFault(reader, tools, checkpoint)
  return fault === undefined ? [] : [faultOf(checkpoint.block.number, words(fault))]
}

/** What is wrong with the checkpoints together: without one, nothing tells whether the end was cut off. */
export async function anchorFaults(
  reader: TrailReader,
  tools: VerifierTools,
  checkpoints: readonly NamedCheckpoint[],
): Promise<TrailFault[]> {
  const faults: TrailFault[] = []
  for (const checkpoint of checkpoints) faults.push(...(await checkpointFaults(reader, tools, checkpoint)))
  if (checkpoints.length > 0 || !(await reader.lastBlock())) return faults
  return [faultOf(null, 'there is no checkpoint to tell whether the end was cut off: name one')]
}

/** The checkpoint, or what is wrong with it. */
function readCheckpoint(text: string, { hash, isSignedBy }: VerifierTools): Checkpoint | string {
  try {
    const checkpoint = parseCheckpoint(text, hash)
    const { block, publicKeyDer } = checkpoint
    const isKey = hash(publicKeyDer).toHex() === block.keyId
    const isSigned = isKey && isSignedBy(publicKeyDer, blockOctets(block), block.signature)
    return isSigned ? checkpoint : 'is not signed by the key that it shows'
  } catch (error) {
    return (error as Error).message
  }
}

async function placeFault(
  reader: TrailReader,
  { hash }: VerifierTools,
  { block }: Checkpoint,
): Promise<string | undefined> {
  const present = await reader.findBlock(block.number)
  if (!present) return `knows block ${block.number}, and the trail does not: its end was cut off`
  if (blockHash(hash, present) === blockHash(hash, block)) return undefined
  return `knows another block ${block.number}: the trail was changed or made anew`
}
