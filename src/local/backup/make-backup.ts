import { rmSync } from 'node:fs'
import { lstat, readdir, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { type BackupManifest, backupNames } from '../../domain/model/backup-manifest.ts'
import { linesOf } from '../../start-fault.ts'
import { appendBeside } from '../../storage/append-beside.ts'
import { sqliteFile } from '../../storage/sqlite-file.ts'
import { noteBackup } from '../../system/backup-record.ts'
import { syncPath } from '../../system/files.ts'
import { systemRandom } from '../../system/random.ts'
import { refuseUnfinishedRestore } from '../../system/unfinished-restore.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { type BackupSource, fillBackup } from './fill-backup.ts'
import { recordOfOperator } from './operator.ts'

/**
 * Makes a backup in a new folder, or throws an Error of one line and leaves none. It is put together under another name
 * beside the folder, and has its own name once all of it is on the disk and the trail says that it was made.
 */
export async function makeBackup(place: BackupSource, folder: string): Promise<BackupManifest> {
  await checkSource(place)
  await checkTarget(place, folder)
  const staging = `${folder}.unfinished-${systemRandom.identifier().slice(0, 8)}`
  const remove = () => rmSync(staging, { recursive: true, force: true })
  const manifest = await allOrNothing(remove, async () => {
    try {
      const made = await fillBackup(staging, place)
      const act = { operation: 'createBackup', folderName: basename(folder), manifest: made } as const
      await appendBeside(place.databaseUrl, recordOfOperator({ ...act, result: 'success' }))
      await rename(staging, folder)
      await syncPath(dirname(folder))
      return made
    } catch (cause) {
      throw new Error(`no backup was made: ${linesOf(cause).join('; ')}`, { cause })
    }
  })
  const moment = { at: manifest.createdAt, folderName: basename(folder) }
  await noteBackup(place.dataFolder, { lastBackup: moment })
  return manifest
}

async function checkSource({ dataFolder, databaseUrl }: BackupSource): Promise<void> {
  const names = await readdir(dataFolder)
  if (names.includes(backupNames.manifest)) throw new Error(`${dataFolder} is a backup itself, copy it`)
  await refuseUnfinishedRestore(dataFolder)
  const file = sqliteFile(databaseUrl)
  if (file === undefined) return
  await stat(file).catch((cause: unknown) => {
    throw new Error(`there is no database ${file}`, { cause })
  })
}

/** A new name in a folder that is there, or an empty folder; and not within what is copied. */
async function checkTarget({ dataFolder, buckets }: BackupSource, folder: string): Promise<void> {
  const parent = await realpath(dirname(folder))
  const copied = [dataFolder, ...(buckets.kind === 'folder' ? [buckets.folder] : [])]
  for (const source of copied) {
    const real = await realpath(source).catch(() => source)
    if (isWithin(real, join(parent, basename(folder)))) {
      throw new Error(`${folder} lies within ${source}, which is copied: name a folder elsewhere`)
    }
  }
  const present = await lstat(folder).catch(() => undefined)
  if (!present) return
  if (!present.isDirectory()) throw new Error(`${folder} is no folder`)
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty: name a new folder`)
  if (present.dev !== (await stat(parent)).dev) {
    throw new Error(`${folder} is where another disk begins: name a new folder in it`)
  }
}

const isWithin = (outer: string, path: string) => {
  const way = relative(outer, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
}
