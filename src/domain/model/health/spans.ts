export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

const units: readonly (readonly [ms: number, name: string])[] = [
  [dayMs, 'days'],
  [hourMs, 'hours'],
  [minuteMs, 'minutes'],
  [1000, 'seconds'],
]

/** A span for people: the largest unit of which there are two. */
export function spanText(ms: number): string {
  const [unit, name] = units.find(([unitMs]) => ms >= 2 * unitMs) ?? [1, 'ms']
  return `${Math.floor(ms / unit)} ${name}`
}

/** Octets for people. */
export function sizeText(octets: number): string {
  if (octets >= 2 ** 31) return `${(octets / 2 ** 30).toFixed(1)} GiB`
  return `${Math.round(octets / 2 ** 20)} MiB`
}
