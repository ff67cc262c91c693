import { authorityLabel } from './authority-label.ts'
import { count, ok, seconds, trouble, type Verdict } from './check.ts'
import type { AuthorityEnd, ResponderEnd, ServerCertificateState } from './observations.ts'
import { dayMs, spanText } from './spans.ts'

const warnBefore = { warning: 90 * dayMs, alarm: 30 * dayMs }
const mostNamed = 5

/** A successor must be made, signed and spread before the old one ends. A short-lived CA warns in its last third. */
export function judgeAuthorityLives(authorities: readonly AuthorityEnd[], now: number): Verdict {
  const ending = authorities.filter((one) => remaining(one, now) <= lastThird(one, warnBefore.warning))
  const nearestMs = authorities.length > 0 ? Math.min(...authorities.map((one) => remaining(one, now))) : null
  const measures = [
    count('active', authorities.length),
    count('ending', ending.length),
    seconds('nearest_end', nearestMs),
  ]
  if (ending.length === 0) return ok('no active CA ends within 90 days', measures)
  const isAlarm = ending.some((one) => remaining(one, now) <= lastThird(one, warnBefore.alarm))
  return trouble(
    isAlarm ? 'alarm' : 'warning',
    `CAs are about to end: ${named(ending, (one) => `in ${spanText(remaining(one, now))}`)}`,
    'make successors and have who trusts these CAs trust those; then issue from them',
    measures,
  )
}

/** Server certificates live at most 398 days with those who made the rule, and few private ones longer. */
const usualLifeMs = 398 * dayMs

/**
 * The runway: a certificate never outlives its CA, so it is cut to the CA's end where that comes too early. Many that
 * end on the CA's very last day were.
 */
export function judgeRunway(authorities: readonly AuthorityEnd[], now: number): Verdict {
  const cutting = authorities.filter((one) => one.endingWithIt > 0 && remaining(one, now) < usualLifeMs)
  const measures = [
    count('cutting', cutting.length),
    count(
      'certificates',
      cutting.reduce((total, { endingWithIt }) => total + endingWithIt, 0),
    ),
  ]
  if (cutting.length === 0) return ok('CAs live longer than what they issue', measures)
  const ends = named(cutting, (one) => `${one.endingWithIt} certificates end with it`)
  return trouble(
    'warning',
    `CAs end before what is asked of them would: ${ends}`,
    'issue from a successor: what these CAs issue is cut to their own end',
    measures,
  )
}

/** A responder is renewed at half of its life, unless its CA ends with it. */
export function judgeResponders(responders: readonly ResponderEnd[], now: number): Verdict {
  const late = responders.filter(
    (one) => one.notAfter < one.authorityNotAfter && remaining(one, now) < (one.notAfter - one.notBefore) / 4,
  )
  const nearestMs = responders.length > 0 ? Math.min(...responders.map((one) => remaining(one, now))) : null
  const measures = [
    count('responders', responders.length),
    count('late', late.length),
    seconds('nearest_end', nearestMs),
  ]
  if (late.length === 0) return ok('certificates of OCSP responders are renewed in time', measures)
  return trouble(
    'alarm',
    `certificates of OCSP responders were not renewed: ${named(late, (one) => `ends in ${spanText(remaining(one, now))}`)}`,
    'look at jobs_failing and into the log: once they end, no client takes an answer',
    measures,
  )
}

/** One of our own is renewed when a third of its 90 days is left, one of the administrator by the administrator. */
const certificateLimits = {
  own: { warning: 30 * dayMs, alarm: 7 * dayMs },
  made: { warning: 14 * dayMs, alarm: 3 * dayMs },
}

export function judgeServerCertificate(state: ServerCertificateState | null, now: number): Verdict {
  if (!state) return ok('the API is served over plain HTTP: there is no certificate')
  const leftMs = state.notAfter - now
  const limits = certificateLimits[state.isOwn ? 'own' : 'made']
  const measures = [seconds('remaining', leftMs)]
  if (leftMs > limits.warning) return ok(`the API's certificate ends in ${spanText(leftMs)}`, measures)
  const advice = state.isOwn
    ? 'put a new certificate into the files of CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE: they are read again by themselves'
    : 'it should have been renewed by itself: look into the log, and restart the server'
  const finding =
    leftMs > 0 ? `the API's certificate ends in ${spanText(leftMs)}` : "the API's certificate is over"
  return trouble(leftMs > limits.alarm ? 'warning' : 'alarm', finding, advice, measures)
}

export function judgeTlsRoot(state: ServerCertificateState | null, now: number): Verdict {
  if (state?.rootNotAfter === null || !state) return ok('the TLS root of this installation is not in use')
  const leftMs = state.rootNotAfter - now
  const measures = [seconds('remaining', leftMs)]
  const finding = `the TLS root of this installation ends in ${spanText(Math.max(0, leftMs))}`
  if (leftMs > warnBefore.warning) return ok(finding, measures)
  const advice = 'give the API a certificate of your own CA (CHANCERY_TLS_CERT_FILE), and clients that CA'
  return trouble(leftMs > warnBefore.alarm ? 'warning' : 'alarm', finding, advice, measures)
}

const remaining = ({ notAfter }: { readonly notAfter: number }, now: number) => notAfter - now

const lastThird = ({ notBefore, notAfter }: AuthorityEnd, limitMs: number) =>
  Math.min(limitMs, (notAfter - notBefore) / 3)

function named<One extends { readonly authorityId: string; readonly builtInName?: string }>(
  ones: readonly One[],
  tell: (one: One) => string,
): string {
  const shown = ones.slice(0, mostNamed).map((one) => `${authorityLabel(one)} (${tell(one)})`)
  const more = ones.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
