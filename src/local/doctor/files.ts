import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { masterKeyCheckNames } from '../../crypto/key-state.ts'
import { masterKeyState } from '../../crypto/probe-master-key.ts'
import { judgeBackup, judgeVerifiedBackup } from '../../domain/model/health/backup-checks.ts'
import { type HealthCheck, ok, trouble, type Verdict } from '../../domain/model/health/check.ts'
import {
  judgeDisk,
  judgeFirstCredentials,
  judgeFolder,
  judgeMasterKey,
} from '../../domain/model/health/storage-checks.ts'
import type { StoredState } from '../../storage/examine-stored.ts'
import { readBackupTimes } from '../../system/backup-record.ts'
import { checkpointFile } from '../../system/checkpoint-file.ts'
import { fileExists } from '../../system/files.ts'
import { fileMode, folderState, isOwnFile } from '../../system/machine.ts'
import { look } from './look.ts'

/** The data folder and what lies in it. */
export async function lookAtFolder({ dataFolder }: Config, now: () => number): Promise<HealthCheck[]> {
  if (!(await fileExists(dataFolder))) {
    return [await look('data_folder', () => ok(`there is no ${dataFolder} yet: the first start makes it`))]
  }
  return Promise.all([
    look('data_folder', async () => judgeFolder(await folderState(dataFolder))),
    look('disk_space', async () => judgeDisk(await folderState(dataFolder))),
    look('first_credentials', async () =>
      judgeFirstCredentials({ isThere: await fileExists(join(dataFolder, 'credentials.json')) }),
    ),
    look('backup_made', async () => judgeBackup(await readBackupTimes(dataFolder), now())),
    look('backup_verified', async () => judgeVerifiedBackup(await readBackupTimes(dataFolder), now())),
  ])
}

/** The master key beside the database: with none yet, there need be no key either. */
export function lookAtMasterKey(
  { masterKeyFile }: Config,
  state: StoredState | undefined,
): Promise<HealthCheck> {
  return look('master_key', async () => {
    const [check, nextCheck] = masterKeyCheckNames.map((name) => state?.values.get(name))
    const found = masterKeyState(masterKeyFile, { check, nextCheck })
    const mode = await fileMode(masterKeyFile)
    if (found !== 'missing' || check)
      return judgeMasterKey({ state: found, mode, isOwn: await isOwnFile(masterKeyFile) })
    return ok(`there is no master key yet: the first start makes ${masterKeyFile}`)
  })
}

/** The checkpoint in the folder against the end of the trail; the proof itself is `chancery audit verify`. */
export function lookAtCheckpoint({ dataFolder }: Config, state: StoredState): Promise<HealthCheck> {
  return look('audit_checkpoint', async () => {
    const text = await checkpointFile(dataFolder).read()
    if (text === undefined) return ok('there is no checkpoint of the audit trail yet')
    const number = blockNumberIn(text)
    if (number === undefined) {
      const advice = 'run chancery audit verify, find out who wrote it, then move the file away'
      return trouble('alarm', 'audit-checkpoint.json holds no checkpoint', advice)
    }
    return judgeEnd(number, state.lastBlock?.number ?? 0)
  })
}

function judgeEnd(checkpoint: number, last: number): Verdict {
  if (checkpoint <= last) return ok('the audit trail reaches its checkpoint; chancery audit verify proves it')
  const finding = `the checkpoint is of block ${checkpoint}, and the trail ends with ${last}: its end was cut off`
  return trouble('alarm', finding, 'run chancery audit verify; was an older backup restored?')
}

function blockNumberIn(text: string): number | undefined {
  try {
    const { number } = JSON.parse(text) as { readonly number?: unknown }
    return typeof number === 'number' ? number : undefined
  } catch {
    return undefined
  }
}
