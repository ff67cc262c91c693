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

/** For whoever asks how old the last backup is. Throws an Error for a file that can't be understood. */
export async function readBackupRecord(dataFolder: string): Promise<BackupRecord> {
  const text = await readText(fileIn(dataFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? none : recordIn(text)
}

function recordIn(text: string): BackupRecord {
  try {
    const content = JSON.parse(text) as Record<string, unknown>
    return {
      lastBackup: momentOf(content['last_backup']),
      lastVerified: momentOf(content['last_verified']),
    }
  } catch (cause) {
    throw new Error('backup-record.json can not be understood', { cause })
  }
}

/** The same without names, for health. */
export async function readBackupTimes(dataFolder: string): Promise<BackupTimes> {
  const { lastBackup, lastVerified } = await readBackupRecord(dataFolder)
  return { lastBackupAt: lastBackup?.at ?? null, lastVerifiedAt: lastVerified?.at ?? null }
}

/** Replaces what is told and keeps the rest, where that can be read. Others may read it: the server may be another user than who ran the command. */
export async function noteBackup(dataFolder: string, told: Partial<BackupRecord>): Promise<void> {
  const before = await readBackupRecord(dataFolder).catch(() => none)
  const { lastBackup, lastVerified } = { ...before, ...told }
  const content = { last_backup: formOf(lastBackup), last_verified: formOf(lastVerified) }
  await writeFileAtomically(fileIn(dataFolder), `${JSON.stringify(content, null, 2)}\n`, 0o644)
}

const fileIn = (dataFolder: string) => join(dataFolder, 'backup-record.json')

const formOf = (moment: BackupMoment | null) => moment && { at: moment.at, folder_name: moment.folderName }

function momentOf(value: unknown): BackupMoment | null {
  if (value === null || value === undefined) return null
  const { at, folder_name: folderName } = value as { at?: unknown; folder_name?: unknown }
  if (typeof at === 'number' && typeof folderName === 'string') return { at, folderName }
  throw new Error('no moment of a backup')
}
