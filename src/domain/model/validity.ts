import { DomainError } from './errors.ts'

export const validityUnits = ['YEAR', 'MONTH', 'DAY', 'HOUR'] as const
export type ValidityUnit = (typeof validityUnits)[number]

/** What the caller asked for; `startFrom` in ms since the epoch. */
export interface ValidityRequest {
  readonly unit: ValidityUnit
  readonly value: number
  readonly startFrom?: number
}

/** A certificate's life in ms since the epoch, whole seconds. */
export interface Validity {
  readonly notBefore: number
  readonly notAfter: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const backdatingMs = 60_000
const oldestStartMs = 5 * 60_000

/** Limits by unit: 30 years for a root, 20 for everything else (api-answers A24). */
const limits = {
  root: { YEAR: 30, MONTH: 360, DAY: 10_958, HOUR: 262_992 },
  other: { YEAR: 20, MONTH: 240, DAY: 7_305, HOUR: 175_320 },
} as const satisfies Record<string, Record<ValidityUnit, number>>

/** Checks the period alone; needs no issuer. Throws `validity-invalid`. */
export function checkPeriod({ unit, value }: ValidityRequest, kind: keyof typeof limits): void {
  const limit = limits[kind][unit]
  if (!Number.isSafeInteger(value) || value < 1 || value > limit) {
    throw invalid('validity.value', `must be an integer from 1 to ${limit} for ${unit}`)
  }
}

/** A start in the past would back-date what was signed. Throws `validity-invalid`. */
export function checkStart({ startFrom }: ValidityRequest, now: number): void {
  if (startFrom !== undefined && startFrom < now - oldestStartMs) {
    throw invalid('validity.start_from', 'must not be older than 5 minutes')
  }
}

/**
 * The life of a certificate asked for at `now` below an issuer (none for a root).
 *
 * Without a start: from a minute ago, for clocks that are behind, to now + period. With one: from it, for the
 * period. Both are then cut to the issuer's life; a start at or past its end is refused (api-answers A24).
 */
export function resolveValidity(request: ValidityRequest, now: number, issuer?: Validity): Validity {
  const { startFrom } = request
  const notBefore = wholeSeconds(startFrom ?? now - backdatingMs)
  const notAfter = wholeSeconds(addPeriod(startFrom ?? now, request))
  if (!(notAfter <= lastRepresentable)) throw invalid('validity.start_from', 'must end before the year 10000')
  if (!issuer) return { notBefore, notAfter }
  if (notBefore >= issuer.notAfter) throw invalid('validity', 'must start before the issuing CA expires')
  const cut = {
    notBefore: Math.max(notBefore, issuer.notBefore),
    notAfter: Math.min(notAfter, issuer.notAfter),
  }
  if (cut.notAfter <= cut.notBefore) throw invalid('validity', 'must end after the issuing CA becomes valid')
  return cut
}

/** 9999-12-31T23:59:59Z, the last GeneralizedTime of RFC 5280 §4.1.2.5. */
const lastRepresentable = Date.UTC(9999, 11, 31, 23, 59, 59)

const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000

function addPeriod(start: number, { unit, value }: ValidityRequest): number {
  switch (unit) {
    case 'YEAR':
      return addYears(start, value)
    case 'MONTH':
      return start + value * 31 * dayMs
    case 'DAY':
      return start + value * dayMs
    case 'HOUR':
      return start + value * hourMs
  }
}

/** Calendar years in UTC; 29 February becomes 28 February where there is none. */
function addYears(start: number, years: number): number {
  const from = new Date(start)
  const target = new Date(start)
  target.setUTCFullYear(from.getUTCFullYear() + years)
  if (target.getUTCMonth() !== from.getUTCMonth()) target.setUTCDate(0)
  return target.getTime()
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('validity-invalid', { parameter, reason })
