import { addressState } from './config/address-state.ts'
import type { Config } from './config/config.ts'
import { probeMasterKey } from './crypto/probe-master-key.ts'
import type { ServerCertificateState } from './domain/model/health/observations.ts'
import type { BoundOperations } from './domain/operations/index.ts'
import type { HealthProbes } from './domain/ports/health-probes.ts'
import { credentialsFile } from './first-start.ts'
import type { OpenedWorld } from './open-world.ts'
import { readBackupTimes } from './system/backup-record.ts'
import { fileExists } from './system/files.ts'
import { fileMode, folderState, isOwnFile, type ProcessWatch } from './system/machine.ts'
import { settlesWithin, stopwatch } from './system/timer.ts'

export interface Probed {
  readonly opened: OpenedWorld
  readonly bound: Pick<BoundOperations, 'refusals' | 'attempts'>
  readonly process: ProcessWatch
  readonly serverCertificate: () => ServerCertificateState | null
}

/** What health looks at beside the stores: of all rooms. */
export function createHealthProbes(config: Config, probed: Probed): HealthProbes {
  const { opened, bound, process, serverCertificate } = probed
  return {
    database: () => opened.database.vitals(),
    folder: () => folderState(config.dataFolder),
    masterKey: async () => ({
      state: await probeMasterKey(opened.database, config.masterKeyFile),
      mode: await fileMode(config.masterKeyFile),
      isOwn: await isOwnFile(config.masterKeyFile),
    }),
    hasFirstCredentials: () => fileExists(credentialsFile(config)),
    backups: () => readBackupTimes(config.dataFolder),
    serverCertificate,
    process: () => process.state(),
    keyStock: () => opened.issuer.standing(),
    guessing() {
      const { refused, unrecorded } = bound.refusals.recent()
      const lockedPairs = bound.attempts.countLocked()
      return { lockedPairs, refusedInMinute: refused, unrecordedInMinute: unrecorded }
    },
    addresses: addressState(config),
    stopwatch,
    settlesWithin,
  }
}
