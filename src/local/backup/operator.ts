import { createDigest } from '../../crypto/digest.ts'
import { type BackupAct, operatorRecord } from '../../domain/operations/backup/operator-record.ts'
import { systemClock } from '../../system/clock.ts'
import { systemRandom } from '../../system/random.ts'
import { localCaller } from '../local-caller.ts'

/** The record of what the operator of this machine does with a backup. */
export const recordOfOperator = (act: BackupAct) =>
  operatorRecord({ clock: systemClock, random: systemRandom, digest: createDigest() }, localCaller(), act)
