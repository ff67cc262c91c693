import {
  type AuditBlock,
  blockHash,
  blockOctets,
  type Hash,
  lastPosition,
  noHash,
  recordsHash,
  type SignedBlock,
} from '../../model/audit-block.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { TrailKey, UnsealedRecord } from '../../ports/trail-store.ts'
import type { World } from '../world.ts'

/** A write over all accounts: the database's own, or one that a job's hold is renewed with. */
export type Write = <Result>(work: (stores: InstallationStores) => Promise<Result>) => Promise<Result>

/** What sealing takes. */
export type SealingWorld = Pick<World, 'database' | 'clock' | 'digest' | 'trailSigner'>

/** What a block is to follow, and to hold. */
export interface BlockContent {
  /** The last block as it was read before the records were: they may have got their places with a later one. */
  readonly end: SignedBlock | undefined
  readonly unsealed: readonly UnsealedRecord[]
  /** From now on removed; what was removed before, unless told. */
  readonly removedThrough?: number
}

/**
 * Adds a block after the last one. Key and hashes are dealt with before the write; undefined, and nothing written, when
 * another node added one meanwhile, or the key was replaced.
 */
export async function addBlock(
  world: SealingWorld,
  write: Write,
  { end, unsealed, removedThrough }: BlockContent,
): Promise<SignedBlock | undefined> {
  const key = await trailKey(world)
  const firstPosition = end ? lastPosition(end) + 1 : 1
  const hash = hashOf(world)
  const records = unsealed.map(({ record }, index) => ({ ...record, position: firstPosition + index }))
  const block: AuditBlock = {
    number: (end?.number ?? 0) + 1,
    firstPosition,
    count: records.length,
    previousHash: end ? blockHash(hash, end) : noHash,
    recordsHash: recordsHash(hash, records),
    removedThrough: removedThrough ?? end?.removedThrough ?? 0,
    sealedAt: world.clock.now(),
    keyId: key.id,
  }
  const signed = { ...block, signature: world.trailSigner.sign(key, blockOctets(block)) }
  return write(async ({ trail }) => {
    const present = await trail.lockEnd()
    if (present?.number !== end?.number || (await trail.lastKey())?.id !== key.id) return undefined
    await trail.seal(
      signed,
      unsealed.map(({ sequence }) => sequence),
    )
    return signed
  })
}

export const hashOf =
  ({ digest }: Pick<World, 'digest'>): Hash =>
  (octets) =>
    digest.hash('sha256', octets)

/** The installation's key for its trail, made when it is first needed. */
async function trailKey({ database, trailSigner, clock }: SealingWorld): Promise<TrailKey> {
  const present = await database.read('', ({ trail }) => trail.lastKey())
  if (present) return present
  const made = trailSigner.makeKey()
  return database.write('', async ({ trail }) => {
    const others = await trail.lockKey()
    if (!others) await trail.addKey(made, clock.now())
    return others ?? made
  })
}
