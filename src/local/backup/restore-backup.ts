import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { checkMasterKey } from '../../crypto/keyring.ts'
import { type BackupManifest, backupNames, carriedFiles } from '../../domain/model/backup-manifest.ts'
import { markRestored } from '../../domain/operations/backup/mark-restored.ts'
import { linesOf } from '../../start-fault.ts'
import {
  emptyPostgres,
  engineOf,
  isEmptyPostgres,
  loadDump,
  releaseDump,
} from '../../storage/copy-database.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { readStored } from '../../storage/read-stored.ts'
import { sqliteFile } from '../../storage/sqlite-file.ts'
import { noteBackup } from '../../system/backup-record.ts'
import { systemClock } from '../../system/clock.ts'
import { copyFileDurably } from '../../system/file-copies.ts'
import { readText, syncPath, writeFileAtomically } from '../../system/files.ts'
import { markRestore, unmarkRestore } from '../../system/unfinished-restore.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { isSame } from './backup-files.ts'
import { type Inspection, inspectBackup, inspectContents } from './inspect-backup.ts'
import { recordOfOperator } from './operator.ts'

type Target = Pick<Config, 'dataFolder' | 'databaseUrl' | 'buckets' | 'masterKeyFile'>

/** What was restored, and the folder of buckets that were there already: they know more than those of the backup. */
export interface Restored {
  readonly manifest: BackupManifest
  readonly keptBuckets: string | undefined
  /** Of the audit trail, which the operator took as it is. */
  readonly acceptedFaults: readonly string[]
}

/** Why a restore was not begun: what is wrong with the backup, each fault in a line. */
export class BackupFaultyError extends Error {
  override readonly name = 'BackupFaultyError'
  readonly faults: readonly string[]
  /** What else can be done. */
  readonly advice: readonly string[]

  constructor(faults: readonly string[], isTrailAlone: boolean) {
    super(faults.join('\n'))
    this.faults = faults
    this.advice = isTrailAlone
      ? [
          'only the audit trail is at fault: where no better backup is left, --accept-audit-faults restores it',
        ]
      : []
  }
}

/**
 * Verifies a backup and puts it where a configuration expects an installation, and nothing is yet but perhaps the
 * buckets, which are kept as they are: the journals in them tell what the backup does not know (docs/adr/0015). Throws
 * a `BackupFaultyError`, or an Error of one line; then what was put there is removed. Killed in the middle, it leaves a
 * mark that no server starts beside.
 */
export async function restoreBackup(
  target: Target,
  folder: string,
  masterKey: string | undefined,
  acceptsTrailFaults = false,
): Promise<Restored> {
  const keyFile = masterKey ?? target.masterKeyFile
  if (!existsSync(keyFile)) {
    throw new Error(`the master key ${keyFile} does not exist: name a copy of it with --master-key`)
  }
  const { manifest, faults, trailFaults } = await inspectBackup(folder, keyFile)
  const isTrailAlone = faults.length === trailFaults.length
  if (faults.length > 0 && !(acceptsTrailFaults && isTrailAlone)) {
    throw new BackupFaultyError(faults, isTrailAlone)
  }
  const accepted = new Accepted(acceptsTrailFaults, trailFaults)
  const keptBuckets = bucketsThere(target)
  await checkTarget(target, manifest)
  const isNew = !existsSync(target.dataFolder)
  await mkdir(target.dataFolder, { recursive: true, mode: 0o700 })
  await markRestore(target.dataFolder)
  await allOrNothing(
    () => remove(target, isNew, keptBuckets),
    async () => {
      try {
        await put(target, folder, manifest, keyFile, accepted)
        if (keptBuckets === undefined) await putBuckets(target, folder, manifest)
        await unmarkRestore(target.dataFolder)
      } catch (cause) {
        const left = await emptyDatabase(target)
        throw new Error(`nothing was restored: ${linesOf(cause).join('; ')}${left}`, { cause })
      }
    },
  )
  return { manifest, keptBuckets, acceptedFaults: accepted.faults }
}

/** Faults of the audit trail that the operator takes; what a dump holds is known only when it is loaded. */
class Accepted {
  readonly #isAny: boolean
  #faults: readonly string[]

  constructor(isAny: boolean, faults: readonly string[]) {
    this.#isAny = isAny
    this.#faults = faults
  }

  get faults(): readonly string[] {
    return this.#faults
  }

  /** Those that are left to be refused. */
  take({ faults, trailFaults }: Pick<Inspection, 'faults' | 'trailFaults'>): readonly string[] {
    if (!this.#isAny) return faults
    this.#faults = trailFaults
    return faults.filter((fault) => !trailFaults.includes(fault))
  }
}

/** It was empty before, so what is there was loaded; a clause that says so where it can't be taken away again. */
async function emptyDatabase({ databaseUrl }: Target): Promise<string> {
  if (sqliteFile(databaseUrl) !== undefined) return ''
  try {
    await emptyPostgres(databaseUrl)
    return ''
  } catch (error) {
    return `; what was loaded into PostgreSQL is still there, drop and create the database anew: ${linesOf(error).join('; ')}`
  }
}

/** Empty folders are no buckets that know anything. */
function bucketsThere({ buckets }: Target): string | undefined {
  if (buckets.kind !== 'folder' || !existsSync(buckets.folder)) return undefined
  const entries = readdirSync(buckets.folder, { recursive: true, withFileTypes: true })
  const isAny = entries.some((entry) => !entry.isDirectory() && !isForeign(entry.name))
  return isAny ? buckets.folder : undefined
}

/** A disk of its own holds this folder from the first day on. */
const isForeign = (name: string) => name === 'lost+found'

const entriesOf = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !isForeign(name)) : []

async function checkTarget(
  { dataFolder, databaseUrl, masterKeyFile, buckets }: Target,
  manifest: BackupManifest,
) {
  checkEmpty(dataFolder, buckets.kind === 'folder' ? buckets.folder : undefined)
  await checkOwner(dataFolder)
  if (engineOf(databaseUrl) !== manifest.engine) {
    throw new Error(`the backup is of ${words[manifest.engine]}: CHANCERY_DATABASE_URL must be, too`)
  }
  const file = sqliteFile(databaseUrl)
  if (file === undefined) {
    if (!(await isEmptyPostgres(databaseUrl))) throw new Error('the database in PostgreSQL is not empty')
  } else {
    // a log that was left beside it would be replayed into what is restored
    const left = ['', '-wal', '-shm', '-journal'].map((end) => `${file}${end}`).find(existsSync)
    if (left !== undefined) throw new Error(`there is a database already, or what is left of one: ${left}`)
  }
  if (existsSync(masterKeyFile)) checkMasterKey(masterKeyFile, Uint8Array.fromHex(manifest.installation))
}

const words = { sqlite: 'an embedded database (sqlite:)', postgres: 'a database in PostgreSQL (postgres://)' }

/** But for buckets: those that are kept, or empty folders. */
function checkEmpty(folder: string, buckets: string | undefined): void {
  const names = entriesOf(folder)
  if (names.includes('restore-unfinished')) {
    throw new Error(
      `a restore into ${folder} is under way, or was not finished: then remove what it put there first`,
    )
  }
  if (names.some((name) => join(folder, name) !== buckets)) {
    throw new Error(`${folder} is not empty: a restore never touches what is there`)
  }
}

/** What root puts into another user's folder that user's server could not open. */
async function checkOwner(folder: string): Promise<void> {
  const own = process.getuid?.()
  const owner = existsSync(folder) ? (await stat(folder)).uid : own
  if (owner !== own)
    throw new Error(`${folder} belongs to another user: restore as the one who runs the server`)
}

async function put(
  target: Target,
  folder: string,
  manifest: BackupManifest,
  keyFile: string,
  accepted: Accepted,
): Promise<void> {
  const { dataFolder } = target
  await putDatabase(target, folder, manifest, keyFile, accepted)
  for (const name of carriedFiles) {
    const file = manifest.files.find(({ path }) => path === name)
    if (file) await putFile(folder, file, join(dataFolder, name))
  }
  if (!existsSync(target.masterKeyFile)) {
    await writeFileAtomically(target.masterKeyFile, await readText(keyFile), 0o600)
  }
  const folderName = basename(folder)
  await noteBackup(dataFolder, {
    lastBackup: { at: manifest.createdAt, folderName },
    lastVerified: { at: systemClock.now(), folderName },
  })
}

async function putBuckets({ buckets }: Target, folder: string, manifest: BackupManifest): Promise<void> {
  if (buckets.kind !== 'folder' || manifest.folders.length === 0) return
  const targetOf = (path: string) => join(buckets.folder, path.slice(backupNames.buckets.length))
  for (const path of manifest.folders) await mkdir(targetOf(path), { recursive: true, mode: 0o700 })
  const objects = manifest.files.filter(({ path }) => path.startsWith(`${backupNames.buckets}/`))
  for (const object of objects) await putFile(folder, object, targetOf(object.path))
  for (const path of manifest.folders.toReversed()) await syncPath(targetOf(path))
}

/** The database, marked as restored before anybody can start on it. */
async function putDatabase(
  { databaseUrl: url }: Target,
  folder: string,
  manifest: BackupManifest,
  keyFile: string,
  accepted: Accepted,
): Promise<void> {
  const name = backupNames.database[manifest.engine]
  const file = sqliteFile(url)
  const copied = manifest.files.find(({ path }) => path === name)
  if (file === undefined) {
    await loadDump(url, join(folder, name))
    const faults = accepted.take(
      await readStored(url, (stored) => inspectContents(stored, folder, manifest, keyFile)),
    )
    if (faults.length > 0)
      throw new Error(`what was loaded is not what the manifest says: ${faults.join('; ')}`)
  } else if (copied) await putFile(folder, copied, file)
  const database = await openDatabase({ url, clock: systemClock })
  try {
    const act = { folderName: basename(folder), result: 'success' } as const
    const records = [recordOfOperator({ ...act, operation: 'restoreBackup', manifest })]
    if (accepted.faults.length > 0) {
      records.push(recordOfOperator({ ...act, operation: 'acceptTrailFaults', manifest: accepted.faults }))
    }
    await markRestored(database, systemClock.now(), records)
    if (file === undefined) await releaseDump(url, manifest.migrations, manifest.createdAt)
    await database.migrate()
  } finally {
    await database.close()
  }
}

/** What was changed since it was verified is refused. */
async function putFile(folder: string, file: BackupManifest['files'][number], target: string): Promise<void> {
  const read = await copyFileDurably(join(folder, file.path), target)
  if (!isSame(read, file)) throw new Error(`${file.path} was changed while it was restored`)
}

/**
 * All was empty before, but for buckets that are kept, so all else that is there now is ours. A key that lies elsewhere
 * stays: it is a right one.
 */
function remove(
  { dataFolder, databaseUrl, buckets }: Target,
  isNew: boolean,
  keptBuckets: string | undefined,
): void {
  const file = sqliteFile(databaseUrl)
  for (const suffix of ['', '-wal', '-shm']) if (file) rmSync(`${file}${suffix}`, { force: true })
  if (buckets.kind === 'folder' && keptBuckets === undefined) emptyFolder(buckets.folder)
  emptyFolder(dataFolder, keptBuckets)
  if (isNew) rmSync(dataFolder, { recursive: true, force: true })
}

function emptyFolder(folder: string, keptBuckets?: string): void {
  for (const path of entriesOf(folder).map((name) => join(folder, name))) {
    if (path !== keptBuckets) rmSync(path, { recursive: true, force: true })
  }
}
