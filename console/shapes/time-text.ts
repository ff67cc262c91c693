const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-30 08:15`, where the browser is. */
export function absoluteTime(at: number): string {
  const time = new Date(at)
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** `2026-11-30 00:15:00 UTC` */
export const utcTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `in 3 days`, `3 天后`; up to a hundred days in days, for that is how expiry is counted. */
export function relativeTime(at: number, language: string): string {
  const distance = at - Date.now()
  const size = Math.abs(distance)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (size >= 86_400_000 && size < 100 * 86_400_000)
    return format.format(Math.round(distance / 86_400_000), 'day')
  const [unit, ms] = units.find(([, length]) => size >= length) ?? ['second', 1000]
  return format.format(Math.round(distance / ms), unit)
}

/** `yyyy-MM-dd HH:mm:ss.0` in UTC, as SCM writes times. */
export const readScmTime = (text: string | null | undefined): number | null =>
  text ? Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) : null
