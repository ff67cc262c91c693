import { userInfo } from 'node:os'
import { createDigest } from './crypto/digest.ts'
import { type OperatorAct, operatorRecord } from './domain/operations/backup/operator-record.ts'
import { systemClock } from './system/clock.ts'

/** The record of what the operator of this machine does with a backup. */
export const recordOfOperator = (act: Omit<OperatorAct, 'operator'>) =>
  operatorRecord({ clock: systemClock, digest: createDigest() }, { ...act, operator: operatorName() })

/** A container's user may have no name. */
function operatorName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.()}`
  }
}
