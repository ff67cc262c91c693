import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process, or this one, works in the folder already. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'

  constructor(folder: string) {
    super(`another server is using the data folder ${folder}`)
  }
}

export interface FolderLock {
  release(): void
}

/** How SQLite says that somebody else has the lock. */
export const busyError = 5
export const lockFileName = 'lock.db'

/**
 * Makes the folder this process's own until the release or the end of the process, however it ends: the lock is the
 * operating system's, held on a file of its own. Throws `FolderInUseError`.
 */
export function lockFolder(folder: string): FolderLock {
  const file = new DatabaseSync(join(folder, lockFileName), { timeout: 0 })
  try {
    file.exec('begin exclusive')
  } catch (error) {
    file.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busyError) {
      throw new FolderInUseError(folder)
    }
    throw error
  }
  return { release: () => file.close() }
}

/** All of them or none; each once, however often and by whatever link it is named. */
export function lockFolders(folders: readonly string[]): FolderLock {
  const locks: FolderLock[] = []
  const release = () => {
    for (const lock of locks) lock.release()
  }
  try {
    for (const folder of new Set(folders.map((path) => realpathSync(path)))) locks.push(lockFolder(folder))
  } catch (error) {
    release()
    throw error
  }
  return { release }
}
