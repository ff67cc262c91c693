import { count, ok, seconds, trouble, type Verdict } from './check.ts'
import type { OrderStanding } from './observations.ts'
import { dayMs, hourMs, spanText } from './spans.ts'

/** An authority may be away for an hour; after three days half of the time for proofs is over. */
const hindered = { warning: hourMs, alarm: 3 * dayMs }

export function judgeIssuing({ hindered: number, hinderedSince }: OrderStanding, now: number): Verdict {
  const ageMs = hinderedSince === null ? 0 : Math.max(0, now - hinderedSince)
  const measures = [count('hindered', number), seconds('oldest_age', ageMs)]
  if (ageMs <= hindered.warning) return ok('nothing keeps certificates of orders from being issued', measures)
  return trouble(
    ageMs > hindered.alarm ? 'alarm' : 'warning',
    `${number} certificates of orders are hindered, the oldest began ${spanText(ageMs)} ago`,
    'look at hindrance in the details of certificates on their way: authorities, DNS zones, mail server, keys',
    measures,
  )
}

export function judgeRenewals({ overdueRenewals, renewalDueSince }: OrderStanding, now: number): Verdict {
  const ageMs = renewalDueSince === null ? 0 : Math.max(0, now - renewalDueSince)
  const measures = [count('overdue', overdueRenewals), seconds('oldest_age', ageMs)]
  if (overdueRenewals === 0) return ok('certificates are renewed when they are due', measures)
  return trouble(
    ageMs > longestOverdueMs ? 'alarm' : 'warning',
    `${overdueRenewals} certificates were to be renewed more than ${spanText(renewalPatienceMs)} ago`,
    'look at fail_reason and hindrance of certificates whose renewal is on; their owners were told',
    measures,
  )
}

/** A renewal may wait for its owner for so long before it counts. */
export const renewalPatienceMs = 3 * dayMs
const longestOverdueMs = 21 * dayMs

/** Somebody who waits for a certificate is to be looked at within a working day. */
const reviewPatienceMs = dayMs

export function judgeReviews({ reviews, reviewSince }: OrderStanding, now: number): Verdict {
  const ageMs = reviewSince === null ? 0 : Math.max(0, now - reviewSince)
  const measures = [count('waiting', reviews), seconds('oldest_age', ageMs)]
  if (ageMs <= reviewPatienceMs) return ok('no application waits long for a reviewer', measures)
  return trouble(
    'warning',
    `${reviews} applications wait for a reviewer, the oldest began ${spanText(ageMs)} ago`,
    'approve or reject them: GET /v3/scm/reviews',
    measures,
  )
}
