import { count, ok, seconds, trouble, type Verdict } from './check.ts'
import type { JobStanding } from './observations.ts'
import { minuteMs, spanText } from './spans.ts'

const late = { warning: minuteMs, alarm: 15 * minuteMs }

export function judgeQueue(jobs: readonly JobStanding[], now: number): Verdict {
  const oldest = oldestOf(jobs.map(({ kind, dueSince }) => ({ kind, since: dueSince })))
  const ageMs = oldest ? Math.max(0, now - oldest.since) : 0
  const due = sum(jobs.map((standing) => standing.due))
  const measures = [count('due', due), seconds('oldest_age', ageMs)]
  if (!oldest || ageMs <= late.warning) return ok('jobs are done when they are due', measures)
  return trouble(
    ageMs > late.alarm ? 'alarm' : 'warning',
    `a job has been due for ${spanText(ageMs)}: ${oldest.kind}`,
    'look into the log of the servers: jobs wait when all lanes are busy, or when no server runs them',
    measures,
  )
}

/** One or two failures are the weather; whatever goes on failing is put off and tried again for ever. */
const failuresOfTrouble = 3

export function judgeFailing(jobs: readonly JobStanding[]): Verdict {
  const failing = jobs.filter(
    (standing) => standing.failing > 0 && standing.mostAttempts >= failuresOfTrouble,
  )
  const measures = [
    count('failing', sum(jobs.map((standing) => standing.failing))),
    count('most_attempts', Math.max(0, ...jobs.map(({ mostAttempts }) => mostAttempts))),
  ]
  if (failing.length === 0) return ok('no job fails again and again', measures)
  const reasons = failing.map(({ kind, failing: number, failure }) => `${kind} (${number}): ${failure}`)
  const advice = 'do away with the reason; the jobs are tried again by themselves'
  return trouble('warning', `jobs fail again and again: ${reasons.join('; ')}`, advice, measures)
}

export function judgeHolds(jobs: readonly JobStanding[], now: number): Verdict {
  const oldest = oldestOf(jobs.map(({ kind, abandonedSince }) => ({ kind, since: abandonedSince })))
  const measures = [
    count('abandoned', sum(jobs.map(({ abandoned }) => abandoned))),
    seconds('oldest_age', oldest ? now - oldest.since : 0),
  ]
  // whoever looks for work next takes them over
  if (!oldest || now - oldest.since <= minuteMs) return ok('nobody holds a job and is silent', measures)
  return trouble(
    'warning',
    `the hold of a job ended ${spanText(now - oldest.since)} ago and nobody took it over: ${oldest.kind}`,
    'restart the server that held it, or all, and look into their logs',
    measures,
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function oldestOf(
  entries: readonly { readonly kind: string; readonly since: number | null }[],
): { readonly kind: string; readonly since: number } | undefined {
  let oldest: { kind: string; since: number } | undefined
  for (const { kind, since } of entries) {
    if (since !== null && (!oldest || since < oldest.since)) oldest = { kind, since }
  }
  return oldest
}
