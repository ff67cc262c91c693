import { join } from 'node:path'
import type { BackupTimes } from '../domain/model/health/observations.ts'
import { readText, writeFileAtomically } from './files.ts'

/** A backup that was made or verified: when, in ms since the epoch, and its folder without where that lies. */
export interface BackupMoment {
  readonly at: number
  readonly folderName: string
}

/** The last ones that this data folder knows of; a backup that is verified elsewhere is not among them. */
export interface BackupRecord {
  readonly lastBackup: BackupMoment | null
  readonly lastVerified: BackupMoment | null
}

const none: BackupRecord = { lastBackup: null, lastVerified: null }

/** For whoever asks how old the last backup is. A file that can't be understood tells of none. */
export async function readBackupRecord(dataFolder: string): Promise<BackupRecord> {
  try {
    const content = JSON.parse(await readText(fileIn(dataFolder))) as Record<string, unknown> | null
    return {
      lastBackup: momentOf(content?.['last_backup']),
      lastVerified: momentOf(content?.['last_verified']),
    }
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return none
    throw error
  }
}

/** The same without names, for health. */
export async function readBackupTimes(dataFolder: string): Promise<BackupTimes> {
  const { lastBackup, lastVerified } = await readBackupRecord(dataFolder)
  return { lastBackupAt: lastBackup?.at ?? null, lastVerifiedAt: lastVerified?.at ?? null }
}

/** Replaces what is told and keeps the rest. Others may read it: the server may be another user than who ran the command. */
export async function noteBackup(dataFolder: string, told: Partial<BackupRecord>): Promise<void> {
  const { lastBackup, lastVerified } = { ...(await readBackupRecord(dataFolder)), ...told }
  const content = { last_backup: formOf(lastBackup), last_verified: formOf(lastVerified) }
  await writeFileAtomically(fileIn(dataFolder), `${JSON.stringify(content, null, 2)}\n`, 0o644)
}

const fileIn = (dataFolder: string) => join(dataFolder, 'backup-record.json')

const formOf = (moment: BackupMoment | null) => moment && { at: moment.at, folder_name: moment.folderName }

function momentOf(value: unknown): BackupMoment | null {
  const { at, folder_name } = (value ?? {}) as { at?: unknown; folder_name?: unknown }
  return typeof at === 'number' && typeof folder_name === 'string' ? { at, folderName: folder_name } : null
}
