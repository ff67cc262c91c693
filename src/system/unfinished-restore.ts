import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileExists, syncPath } from './files.ts'

const fileIn = (dataFolder: string) => join(dataFolder, 'restore-unfinished')

/**
 * Marks a data folder as one that is being restored, before anything else is put there: no server starts on it until
 * the mark is gone, however the restore ends. Throws EEXIST where another restore left or holds one.
 */
export async function markRestore(dataFolder: string): Promise<void> {
  const file = await open(fileIn(dataFolder), 'wx', 0o600)
  await file.sync()
  await file.close()
  await syncPath(dataFolder)
}

/** The last step: everything that was put there is on the disk before it. */
export async function unmarkRestore(dataFolder: string): Promise<void> {
  await syncPath(dataFolder)
  await rm(fileIn(dataFolder), { force: true })
  await syncPath(dataFolder)
}

/** Throws on a data folder that a restore was not finished in. */
export async function refuseUnfinishedRestore(dataFolder: string): Promise<void> {
  if (!(await fileExists(fileIn(dataFolder)))) return
  throw new Error(`a restore into ${dataFolder} was not finished: empty it, and restore again`)
}
