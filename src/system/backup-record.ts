import { join } from 'node:path'
import { type BackupTimes, parseBackupRecord } from '../domain/model/health/backup-times.ts'
import { readText } from './files.ts'

/** What backups left word of in the data folder. Throws an Error when that can't be read. */
export async function readBackupTimes(dataFolder: string): Promise<BackupTimes> {
  try {
    return parseBackupRecord(await readText(join(dataFolder, 'backup-record.json')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { lastBackupAt: null, lastVerifiedAt: null }
  }
}
