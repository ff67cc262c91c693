import { ok, seconds, trouble, type Verdict } from './check.ts'
import type { Observations } from './observations.ts'
import { dayMs, spanText } from './spans.ts'

const old = { made: 2 * dayMs, verified: 30 * dayMs }
const veryOldMs = 14 * dayMs

export function judgeBackup({ lastBackupAt }: Observations['backups'], now: number): Verdict {
  if (lastBackupAt === null) {
    const advice = 'make one, keep it on another machine, and keep the master key apart from it'
    return trouble('warning', 'no backup was ever made', advice, [seconds('age', null)])
  }
  const ageMs = Math.max(0, now - lastBackupAt)
  const measures = [seconds('age', ageMs)]
  const finding = `the last backup was made ${spanText(ageMs)} ago`
  if (ageMs <= old.made) return ok(finding, measures)
  return trouble(
    ageMs > veryOldMs ? 'alarm' : 'warning',
    finding,
    'find out why no newer one is made',
    measures,
  )
}

/** A backup that nobody restored is a hope. */
export function judgeVerifiedBackup({ lastVerifiedAt }: Observations['backups'], now: number): Verdict {
  const advice =
    'verify the last backup with --master-key, or restore it elsewhere: only one that was read back is one'
  if (lastVerifiedAt === null) {
    return trouble('warning', 'no backup was ever verified', advice, [seconds('age', null)])
  }
  const ageMs = Math.max(0, now - lastVerifiedAt)
  const measures = [seconds('age', ageMs)]
  const finding = `a backup was last verified ${spanText(ageMs)} ago`
  return ageMs <= old.verified ? ok(finding, measures) : trouble('warning', finding, advice, measures)
}
