import { mkdir, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isTemporary } from '../../buckets/folder/object-file.ts'
import type { Config } from '../../config/config.ts'
import { createDigest } from '../../crypto/digest.ts'
import {
  type BackupFile,
  type BackupManifest,
  backupNames,
  carriedFiles,
  manifestText,
} from '../../domain/model/backup-manifest.ts'
import { hashOf } from '../../domain/operations/audit/add-block.ts'
import { describeContents } from '../../domain/operations/backup/describe-contents.ts'
import { copyDatabase, engineOf } from '../../storage/copy-database.ts'
import { sqliteFile } from '../../storage/sqlite-file.ts'
import { systemClock } from '../../system/clock.ts'
import { copyFileDurably, digestFile, readTree } from '../../system/file-copies.ts'
import { syncPath, writeFileAtomically } from '../../system/files.ts'
import { version } from '../../version.ts'
import { digestLine } from './backup-files.ts'

/** What a backup is made of, as the configuration tells. */
export type BackupSource = Pick<Config, 'dataFolder' | 'databaseUrl' | 'buckets' | 'masterKeyFile'>

/**
 * Puts a whole backup into a new folder, in an order that keeps its parts consistent: the checkpoint before the database,
 * which so goes on from it; the buckets after, so that no list in them is older than the database takes it to be
 * (docs/adr/0016). The manifest comes last: without it there is no backup.
 */
export async function fillBackup(folder: string, source: BackupSource): Promise<BackupManifest> {
  await mkdir(folder, { mode: 0o700 })
  const createdAt = systemClock.now()
  const carried = await copyCarried(source.dataFolder, folder)
  const engine = engineOf(source.databaseUrl)
  const database = backupNames.database[engine]
  const { description, trailEnd } = await copyDatabase(source.databaseUrl, join(folder, database), (stored) =>
    describeContents(stored, hash),
  )
  const files = [...carried, await fileOf(folder, database)]
  if (trailEnd !== undefined) {
    await writeFileAtomically(join(folder, backupNames.trailEnd), trailEnd, 0o600)
    files.push(await fileOf(folder, backupNames.trailEnd))
  }
  const buckets = await copyBuckets(source, folder)
  const manifest: BackupManifest = {
    createdAt,
    programVersion: version,
    engine,
    ...description,
    bucketStore: source.buckets.kind === 's3' ? source.buckets.endpoint : null,
    folders: buckets.folders,
    files: [...files, ...buckets.files],
    leftOut: [...(await namesLeftOut(source)), ...buckets.leftOut],
  }
  await writeManifest(folder, manifest)
  return manifest
}

const hash = hashOf({ digest: createDigest() })

/** Whoever wrote the file may not have put it on the disk. */
async function fileOf(folder: string, path: string): Promise<BackupFile> {
  await syncPath(join(folder, path))
  return { path, ...(await digestFile(join(folder, path))) }
}

async function copyCarried(dataFolder: string, folder: string): Promise<BackupFile[]> {
  const files: BackupFile[] = []
  for (const path of carriedFiles) {
    const copied = await copyIfThere(join(dataFolder, path), join(folder, path))
    if (copied) files.push({ path, ...copied })
  }
  return files
}

/** A file may go away while it is copied; what is there of a copy then is nothing. */
async function copyIfThere(source: string, target: string) {
  try {
    return await copyFileDurably(source, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

type CopiedBuckets = Pick<BackupManifest, 'folders' | 'files' | 'leftOut'>

/** A server that publishes meanwhile replaces whole files, so each copy is a whole list. Links name no object. */
async function copyBuckets({ buckets, masterKeyFile }: BackupSource, folder: string): Promise<CopiedBuckets> {
  const name = backupNames.buckets
  const tree = buckets.kind === 'folder' && (await treeIfThere(buckets.folder))
  if (buckets.kind !== 'folder' || !tree) return { folders: [], files: [], leftOut: [] }
  const key = await realpath(masterKeyFile).catch(() => masterKeyFile)
  const root = await realpath(buckets.folder)
  const isCopied = (path: string) => join(root, path) !== key && !isTemporary(basename(path))
  const below = (path: string) => `${name}/${path}`
  const folders = [name, ...tree.folders.map(below)]
  for (const path of folders) await mkdir(join(folder, path), { mode: 0o700 })
  const files: BackupFile[] = []
  for (const path of tree.files.filter(isCopied)) {
    const copied = await copyIfThere(join(root, path), join(folder, below(path)))
    if (copied) files.push({ path: below(path), ...copied })
  }
  for (const path of folders.toReversed()) await syncPath(join(folder, path))
  return { folders, files, leftOut: tree.others.map(below) }
}

async function treeIfThere(folder: string) {
  try {
    return await readTree(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What lies in the data folder that is neither copied nor made anew by itself: for who wonders where it is. */
async function namesLeftOut({ dataFolder, databaseUrl, buckets }: BackupSource): Promise<string[]> {
  const nameOf = (path: string | undefined) => (path && dirname(path) === dataFolder ? basename(path) : '')
  const database = nameOf(sqliteFile(databaseUrl))
  const own = new Set<string>([
    ...carriedFiles,
    ...['', '-wal', '-shm', '-journal'].map((suffix) => `${database}${suffix}`),
    nameOf(buckets.kind === 'folder' ? buckets.folder : undefined),
    'lock.db',
    'lock.db-journal',
    'backup-record.json',
  ])
  return (await readdir(dataFolder)).filter((entry) => !own.has(entry)).sort()
}

async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const path = join(folder, backupNames.manifest)
  await writeFileAtomically(path, manifestText(manifest), 0o600)
  const { sha256 } = await digestFile(path)
  await writeFileAtomically(join(folder, backupNames.manifestDigest), digestLine(sha256), 0o600)
}
