import { tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'

/** A moment of the proleptic Gregorian calendar in UTC, to the second; `month` and `day` from 1. */
export interface CalendarTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const dayMs = 86_400_000
const daysPerEra = 146_097
const daysBeforeEpoch = 719_468

/** The calendar time of ms since the epoch; fractions of a second are dropped. */
export function calendarTime(ms: number): CalendarTime {
  const days = Math.floor(ms / dayMs)
  const seconds = Math.floor((ms - days * dayMs) / 1000)
  const hour = Math.floor(seconds / 3600)
  const minute = Math.floor(seconds / 60) % 60
  return { ...calendarDate(days), hour, minute, second: seconds % 60 }
}

/**
 * Counts in eras of 400 years that start on 1 March, so that the leap day is the last of its year
 * (H. Hinnant, chrono-compatible low-level date algorithms).
 */
function calendarDate(daysSinceEpoch: number): Pick<CalendarTime, 'year' | 'month' | 'day'> {
  const days = daysSinceEpoch + daysBeforeEpoch
  const era = Math.floor(days / daysPerEra)
  const dayOfEra = days - era * daysPerEra
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra)
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: era * 400 + yearOfEra + (month < 3 ? 1 : 0), month, day }
}

const daysBeforeYear = (yearOfEra: number) =>
  yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)

function epochMs({ year, month, day, hour, minute, second }: CalendarTime): number {
  const yearFromMarch = month < 3 ? year - 1 : year
  const era = Math.floor(yearFromMarch / 400)
  const monthFromMarch = month < 3 ? month + 9 : month - 3
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const dayOfEra = daysBeforeYear(yearFromMarch - era * 400) + dayOfYear
  const days = era * daysPerEra + dayOfEra - daysBeforeEpoch
  return days * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000
}

/**
 * The ms since the epoch of a UTCTime or GeneralizedTime's content: whole seconds, `Z`, nothing else
 * (RFC 5280 §4.1.2.5). Throws MalformedError, also for days that no calendar has.
 */
export function readTimeContent(tag: number, content: Uint8Array): number {
  const yearDigits = tag === tags.utcTime ? 2 : 4
  if (content.length !== yearDigits + 11 || content[yearDigits + 10] !== 0x5a) {
    throw new MalformedError('time not in whole seconds and UTC')
  }
  const two = (offset: number) => digit(content, offset) * 10 + digit(content, offset + 1)
  const time: CalendarTime = {
    year: yearDigits === 4 ? two(0) * 100 + two(2) : two(0) + (two(0) < 50 ? 2000 : 1900),
    month: two(yearDigits),
    day: two(yearDigits + 2),
    hour: two(yearDigits + 4),
    minute: two(yearDigits + 6),
    second: two(yearDigits + 8),
  }
  const ms = epochMs(time)
  if (!isSame(calendarTime(ms), time)) throw new MalformedError('no such date or time of day')
  return ms
}

function digit(content: Uint8Array, offset: number): number {
  const value = (content[offset] ?? 0) - 0x30
  if (value < 0 || value > 9) throw new MalformedError('time with something else than digits')
  return value
}

/** What comes back changed from the day count was no date: 31 April is 1 May. */
const isSame = (left: CalendarTime, right: CalendarTime) =>
  left.year === right.year &&
  left.month === right.month &&
  left.day === right.day &&
  left.hour === right.hour &&
  left.minute === right.minute &&
  left.second === right.second
