import { createDigest } from '../../src/crypto/digest.ts'
import { createTrailSigner } from '../../src/crypto/trail-signer.ts'
import { openVault } from '../../src/crypto/vault.ts'
import { isTrailSignature } from '../../src/crypto/verify-trail-signature.ts'
import { checkpointText } from '../../src/domain/model/checkpoint.ts'
import { hashOf, type SealingWorld } from '../../src/domain/operations/audit/add-block.ts'
import { sealBlocks } from '../../src/domain/operations/audit/seal-trail.ts'
import { type TrailReport, verifyTrail } from '../../src/domain/operations/audit/verify-trail.ts'
import type { TrailReader } from '../../src/domain/ports/trail-store.ts'
import type { OpenDatabase } from '../../src/storage/database.ts'
import { readStored } from '../../src/storage/read-stored.ts'
import { now } from './sample-nouns.ts'

const digest = createDigest()
const hash = hashOf({ digest })
const trailSigner = createTrailSigner(openVault(new Map([[1, new Uint8Array(32)]])))

/** What sealing takes, with a key that every node of a test can open. */
export const trailWorld = (database: OpenDatabase): SealingWorld => ({
  database,
  digest,
  trailSigner,
  clock: { now: () => now, pause: () => Promise.resolve() },
})

export const sealAll = (database: OpenDatabase) =>
  sealBlocks(trailWorld(database), (work) => database.write('', work), 1000)

/** Verified with the end as it is as checkpoint. */
export const verifyAll = (database: OpenDatabase): Promise<TrailReport> =>
  database.read('', ({ trail }) => verifyReader(trail))

/** The same from outside, as the command does. */
export const verifyStored = (url: string): Promise<TrailReport> =>
  readStored(url, ({ trail }) => verifyReader(trail))

async function verifyReader(trail: TrailReader): Promise<TrailReport> {
  const block = await trail.lastBlock()
  const key = await trail.lastKey()
  const text = block && key && checkpointText({ block, publicKeyDer: key.publicKeyDer }, hash)
  const tools = { hash, isSignedBy: isTrailSignature }
  return verifyTrail(trail, tools, text === undefined ? [] : [{ name: 'of now', text }])
}
