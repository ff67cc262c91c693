import { count, ok, seconds, trouble, type Verdict } from './check.ts'
import type { PushStanding } from './observations.ts'
import { dayMs, hourMs, minuteMs, spanText } from './spans.ts'

/** A target may be away for an hour; a renewed certificate has about a month until the former one ends. */
const unreached = { warning: hourMs, alarm: 3 * dayMs }

export function judgePushedRenewals({ waiting, waitingSince, givenUp }: PushStanding, now: number): Verdict {
  const ageMs = waitingSince === null ? 0 : Math.max(0, now - waitingSince)
  const measures = [count('waiting', waiting), seconds('oldest_age', ageMs), count('given_up', givenUp)]
  if (givenUp === 0 && ageMs <= unreached.warning) {
    return ok('renewed certificates are where the former ones were', measures)
  }
  return trouble(
    givenUp > 0 || ageMs > unreached.alarm ? 'alarm' : 'warning',
    `${waiting} renewed certificates wait for a target, the oldest for ${spanText(ageMs)}; ${givenUp} were given up`,
    'look at failure in the pushes of those certificates, bring the targets back, and push what was given up',
    measures,
  )
}

/** What is there may be neither the new certificate nor the former one. */
const unrestored = { warning: 5 * minuteMs, alarm: hourMs }

export function judgeRestoring({ restoring, restoringSince }: PushStanding, now: number): Verdict {
  const ageMs = restoringSince === null ? 0 : Math.max(0, now - restoringSince)
  const measures = [count('restoring', restoring), seconds('oldest_age', ageMs)]
  if (ageMs <= unrestored.warning) return ok('no target waits to be put back', measures)
  return trouble(
    ageMs > unrestored.alarm ? 'alarm' : 'warning',
    `${restoring} pushes failed and could not put back what was there, the oldest began ${spanText(ageMs)} ago`,
    'look at failure in the pushes, and at what those targets serve',
    measures,
  )
}
