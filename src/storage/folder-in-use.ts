import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { busyError, lockFileName } from './engines/sqlite/folder-lock.ts'

/** Whether a server holds the data folder; takes nothing itself that a server which starts now would miss. */
export function isFolderInUse(folder: string): boolean {
  const path = join(folder, lockFileName)
  if (!existsSync(path)) return false
  const file = new DatabaseSync(path, { readOnly: true, timeout: 0 })
  try {
    file.prepare('select count(*) from sqlite_schema').get()
    return false
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busyError) return true
    throw error
  } finally {
    file.close()
  }
}
