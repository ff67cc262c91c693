import { join } from 'node:path'
import { createDigest } from '../../crypto/digest.ts'
import { checkMasterKey, openStoredKeyring } from '../../crypto/keyring.ts'
import { createKeyProver } from '../../crypto/prove-key.ts'
import { isTrailSignature } from '../../crypto/verify-trail-signature.ts'
import { type BackupManifest, backupNames } from '../../domain/model/backup-manifest.ts'
import { hashOf } from '../../domain/operations/audit/add-block.ts'
import type { NamedCheckpoint } from '../../domain/operations/audit/verify-checkpoint.ts'
import { listFault } from '../../domain/operations/backup/list-fault.ts'
import { contentFaults, keyFaults } from '../../domain/operations/backup/verify-contents.ts'
import type { Stored } from '../../domain/ports/stored-contents.ts'
import { checkCopy, isKnownSchema } from '../../storage/copy-database.ts'
import { readStored } from '../../storage/read-stored.ts'
import { readOctets, readText } from '../../system/files.ts'
import { fileFaults, readManifest } from './backup-files.ts'

/** What was looked into, and what is wrong with it, each fault in a line. */
export interface Inspection {
  readonly manifest: BackupManifest
  readonly faults: readonly string[]
  /** Those of the faults that are of the audit trail. */
  readonly trailFaults: readonly string[]
  /** What else there is to say. */
  readonly words: readonly string[]
  /** Everything was looked into: what the database holds, and its keys. */
  readonly isWhole: boolean
}

const early = (manifest: BackupManifest, faults: readonly string[]): Inspection => ({
  manifest,
  faults,
  trailFaults: [],
  words: [],
  isWhole: false,
})

/**
 * Looks into a backup without changing it: its files, then what the database holds, then its keys where a master key is
 * given. What the files' digests find is told alone, since everything behind it would be a consequence.
 */
export async function inspectBackup(folder: string, masterKeyFile: string | undefined): Promise<Inspection> {
  const manifest = await readManifest(folder)
  const found = [...(await fileFaults(folder, manifest)), ...(await versionFaults(manifest))]
  if (found.length > 0) return early(manifest, found)
  const database = join(folder, backupNames.database[manifest.engine])
  const damages = await checkCopy(manifest.engine, database)
  if (damages.length > 0) return early(manifest, damages.map(ofDatabase))
  const lists = await listFaults(folder, manifest)
  if (manifest.engine === 'postgres') {
    const keys = masterKeyFile === undefined ? [] : masterKeyFault(masterKeyFile, manifest)
    return { ...early(manifest, [...lists, ...keys]), words: [dumpWord, ...keyWords(masterKeyFile)] }
  }
  const inner = await readStored(`sqlite:${database}`, (stored) =>
    inspectContents(stored, folder, manifest, masterKeyFile),
  )
  const isWhole = masterKeyFile !== undefined
  return { ...inner, manifest, faults: [...lists, ...inner.faults], isWhole }
}

const ofDatabase = (fault: string) => `the database: ${fault}`
const dumpWord = 'what the dump holds is looked into when it is restored'
const keyWords = (masterKeyFile: string | undefined) =>
  masterKeyFile === undefined ? ['whether its keys open was not tried: that takes --master-key'] : []

/** What an open copy holds, compared with the manifest, and its keys with the master key. */
export async function inspectContents(
  stored: Stored,
  folder: string,
  manifest: BackupManifest,
  masterKeyFile: string | undefined,
): Promise<Pick<Inspection, 'faults' | 'trailFaults' | 'words'>> {
  const checkpoints = await checkpointsIn(folder, manifest)
  const { trailFaults, ...others } = await contentFaults(stored, manifest, tools, checkpoints)
  const faults = [...others.faults, ...trailFaults]
  if (masterKeyFile === undefined) return { faults, trailFaults, words: keyWords(masterKeyFile) }
  const misfit = masterKeyFault(masterKeyFile, manifest)
  if (misfit.length > 0) return { faults: [...faults, ...misfit], trailFaults, words: [] }
  const keys = await provenKeys(stored, masterKeyFile)
  return {
    faults: [...faults, ...keys.faults],
    trailFaults,
    words: [`the master key fits; of private keys and secrets ${keys.tried} were opened and compared`],
  }
}

const tools = { hash: hashOf({ digest: createDigest() }), isSignedBy: isTrailSignature }

async function provenKeys(stored: Stored, masterKeyFile: string) {
  try {
    const checkValue = (await stored.contents.findMasterKeyCheck()) ?? new Uint8Array()
    const keys = openStoredKeyring(masterKeyFile, {
      checkValue,
      wrapped: await stored.contents.listDataKeys(),
    })
    return await keyFaults(stored, createKeyProver(keys))
  } catch (error) {
    return { tried: 0, faults: [(error as Error).message] }
  }
}

function masterKeyFault(masterKeyFile: string, { installation }: BackupManifest): string[] {
  try {
    checkMasterKey(masterKeyFile, Uint8Array.fromHex(installation))
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

async function checkpointsIn(folder: string, manifest: BackupManifest): Promise<NamedCheckpoint[]> {
  const names = ['audit-checkpoint.json', backupNames.trailEnd]
  const present = manifest.files.filter(({ path }) => names.includes(path))
  return await Promise.all(
    present.map(async ({ path }) => ({ name: path, text: await readText(join(folder, path)) })),
  )
}

/** A newer program's schema is not to be understood here; an older one's is. */
async function versionFaults({ migrations, programVersion }: BackupManifest): Promise<string[]> {
  if (await isKnownSchema(migrations)) return []
  return [`it was made by the newer version ${programVersion}: take that, or one newer still`]
}

async function listFaults(folder: string, { files }: BackupManifest): Promise<string[]> {
  const faults: string[] = []
  for (const { path } of files.filter((file) => file.path.endsWith('.crl'))) {
    const fault = listFault(await readOctets(join(folder, path)))
    if (fault !== undefined) faults.push(`${path} is no revocation list: ${fault}`)
  }
  return faults
}
