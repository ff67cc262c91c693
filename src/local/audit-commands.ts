import { createDigest } from '../crypto/digest.ts'
import { isTrailSignature } from '../crypto/verify-trail-signature.ts'
import { blockHash, type SignedBlock } from '../domain/model/audit-block.ts'
import { checkpointText } from '../domain/model/checkpoint.ts'
import { hashOf } from '../domain/operations/audit/add-block.ts'
import type { NamedCheckpoint } from '../domain/operations/audit/verify-checkpoint.ts'
import { type TrailReport, verifyTrail } from '../domain/operations/audit/verify-trail.ts'
import type { TrailReader } from '../domain/ports/trail-store.ts'
import { readStored } from '../storage/read-stored.ts'
import { checkpointFile } from '../system/checkpoint-file.ts'
import { readText } from '../system/files.ts'

/** Where the trail is, as the configuration tells. */
export interface TrailPlace {
  readonly dataFolder: string
  readonly databaseUrl: string
}

/** What a command says: data for stdout, words for stderr, and whether it is as it should be. */
export interface CommandAnswer {
  readonly data: string
  readonly words: readonly string[]
  readonly isRight: boolean
}

const hash = hashOf({ digest: createDigest() })

/** Verifies the trail without the server and without any secret, against the folder's checkpoint and those named. */
export async function verifyStoredTrail(
  place: TrailPlace,
  checkpointPaths: readonly string[],
): Promise<CommandAnswer> {
  const checkpoints = await gatherCheckpoints(place, checkpointPaths)
  const report = await reading(place, (trail) =>
    verifyTrail(trail, { hash, isSignedBy: isTrailSignature }, checkpoints),
  )
  const names = checkpoints.map(({ name }) => `it goes on from the checkpoint ${name}`)
  const isRight = report.faults.length === 0
  return { data: resultLine(report), words: isRight ? [...praise(report), ...names] : blame(report), isRight }
}

/** The end of the trail, for keeping where nobody who can reach the data folder can change it. */
export async function showCheckpoint(place: TrailPlace): Promise<CommandAnswer> {
  const checkpoint = await reading(place, async (trail) => {
    const block = await trail.lastBlock()
    const key = block && (await trail.findKey(block.keyId))
    return block && key && { block, publicKeyDer: key.publicKeyDer }
  })
  if (!checkpoint) return { data: '', words: ['nothing is sealed yet'], isRight: false }
  return { data: checkpointText(checkpoint, hash), words: [], isRight: true }
}

async function gatherCheckpoints(
  { dataFolder }: TrailPlace,
  paths: readonly string[],
): Promise<NamedCheckpoint[]> {
  const own = await checkpointFile(dataFolder).read()
  const named = paths.map(async (name) => ({ name, text: await readText(name) }))
  return [
    ...(own === undefined ? [] : [{ name: 'of the data folder', text: own }]),
    ...(await Promise.all(named)),
  ]
}

/** A PostgreSQL URL may hold a password and is not shown. */
async function reading<Result>(
  { databaseUrl }: TrailPlace,
  work: (trail: TrailReader) => Promise<Result>,
): Promise<Result> {
  try {
    return await readStored(databaseUrl, ({ trail }) => work(trail))
  } catch (error) {
    const shown = databaseUrl.startsWith('sqlite:') ? databaseUrl : 'in PostgreSQL'
    throw new Error(`the database ${shown} can not be read: ${(error as Error).message}`, { cause: error })
  }
}

function resultLine({ faults, blocks, records, unsealed, end }: TrailReport): string {
  const found = faults.length === 0 ? 'verified' : `not verified (${faults.length} faults)`
  const last = end ? `, the last ${describe(end)}` : ''
  return `${found}: records ${records}, not sealed yet ${unsealed}, blocks ${blocks}${last}\n`
}

const describe = (block: SignedBlock) =>
  `${block.number} of ${new Date(block.sealedAt).toISOString()} with hash ${blockHash(hash, block)}`

const praise = ({ removedThrough, unsealed }: TrailReport) => [
  'every block is signed and follows from the one before',
  'every record is the one that was sealed at its position',
  ...(removedThrough > 0 ? [`records up to position ${removedThrough} were removed on purpose`] : []),
  ...(unsealed > 0 ? [`nothing proves ${unsealed} records that are not sealed yet`] : []),
]

const mostFaults = 20

function blame({ faults }: TrailReport): string[] {
  const more = faults.length - mostFaults
  return [...faults.slice(0, mostFaults), ...(more > 0 ? [`and ${more} more faults`] : [])]
}
