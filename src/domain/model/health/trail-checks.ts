import { count, ok, ratio, seconds, trouble, type Verdict } from './check.ts'
import type { GuessingState, QuotaStanding, TrailStanding } from './observations.ts'
import { minuteMs, spanText } from './spans.ts'

const lateSealing = { warning: minuteMs, alarm: 10 * minuteMs }

export function judgeSealing({ unsealed, oldestUnsealedAt }: TrailStanding, now: number): Verdict {
  const ageMs = oldestUnsealedAt === null ? 0 : Math.max(0, now - oldestUnsealedAt)
  const measures = [count('unsealed', unsealed), seconds('oldest_age', ageMs)]
  if (ageMs <= lateSealing.warning) return ok('audit records are sealed as they come', measures)
  return trouble(
    ageMs > lateSealing.alarm ? 'alarm' : 'warning',
    `an audit record has not been sealed for ${spanText(ageMs)}`,
    'look into the log for "sealing the audit trail", and run chancery audit verify',
    measures,
  )
}

const farBehind = 10_000

export function judgeSinks({ sinks }: TrailStanding): Verdict {
  const most = Math.max(0, ...sinks.map(({ behind }) => behind))
  const measures = [count('sinks', sinks.length), count('most_behind', most)]
  const late = sinks.filter(({ behind }) => behind > farBehind).map(({ place }) => place)
  if (late.length === 0) return ok('audit sinks get what is sealed', measures)
  const finding = `audit sinks are more than ${farBehind} records behind: ${late.join(', ')}`
  return trouble('warning', finding, 'bring them back: they go on where they were', measures)
}

/** With several servers each folder has the checkpoint of what its own server sealed last. */
export function judgeCheckpoint(trail: TrailStanding, now: number): Verdict {
  const { checkpoint, lastBlock, lastSealedAt } = trail
  if (checkpoint === 'unreadable') {
    const advice = 'run chancery audit verify, find out who wrote it, then move the file away'
    return trouble('alarm', 'audit-checkpoint.json holds no checkpoint', advice)
  }
  if (lastSealedAt === null) return ok('nothing is sealed yet')
  const sealed = count('last_block', lastBlock)
  if (checkpoint === null) {
    if (now - lastSealedAt < minuteMs) return ok('the first checkpoint is on its way', [sealed])
    const advice = 'look into the log; with several servers, this one has sealed nothing yet'
    return trouble('warning', 'there is no checkpoint of the audit trail in the data folder', advice, [
      sealed,
    ])
  }
  const measures = [sealed, count('block', checkpoint.block), seconds('age', now - checkpoint.sealedAt)]
  if (checkpoint.block > lastBlock) {
    const finding = `the checkpoint is of block ${checkpoint.block}, and the trail ends with ${lastBlock}: its end was cut off`
    return trouble('alarm', finding, 'run chancery audit verify; was an older backup restored?', measures)
  }
  return ok('the checkpoint is one that the audit trail goes on from', measures)
}

const manyRefusals = 100

export function judgeRefusals({ refusedInMinute, unrecordedInMinute }: GuessingState): Verdict {
  const measures = [count('in_minute', refusedInMinute), count('unrecorded', unrecordedInMinute)]
  if (refusedInMinute < manyRefusals) return ok('few calls are refused', measures)
  const finding = `${refusedInMinute} calls were refused within a minute`
  const advice = 'ask the audit trail who: GET /v1/audit/records?result=…'
  return trouble('warning', finding, advice, measures)
}

const manyLocks = 10

export function judgeLocks({ lockedPairs }: GuessingState): Verdict {
  const measures = [count('locked', lockedPairs)]
  if (lockedPairs < manyLocks) return ok('few credentials are locked after failures', measures)
  const finding = `${lockedPairs} pairs of credential and address are locked after failures`
  return trouble('warning', finding, 'somebody may be guessing: ask the audit trail from where', measures)
}

const nearlyUsed = 0.9

export function judgeQuotas(quotas: readonly QuotaStanding[]): Verdict {
  const parts = quotas.map(({ used, limit }) => (limit > 0 ? used / limit : 0))
  const full = quotas.filter((_, place) => (parts[place] ?? 0) >= nearlyUsed)
  const measures = [count('nearly_used', full.length), ratio('largest_part', Math.max(0, ...parts))]
  if (full.length === 0) return ok('no quota is nearly used', measures)
  const named = full
    .slice(0, 5)
    .map(({ accountId, kind, used, limit }) => `${accountId} ${kind} ${used}/${limit}`)
  return trouble(
    'warning',
    `quotas are nearly used: ${named.join(', ')}`,
    'raise them (CHANCERY_CA_QUOTA, CHANCERY_CERTIFICATE_QUOTA, chancery account update), or delete what is not needed',
    measures,
  )
}
