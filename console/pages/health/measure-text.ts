interface Measure {
  readonly name: string
  readonly unit: 'seconds' | 'bytes' | 'count' | 'ratio' | 'octal'
  readonly value: number | null
}

/** `age 3.2 days`, `free 12.1 GB`; a dash where nothing was measured. */
export function measureText({ name, unit, value }: Measure): string {
  return `${name.replaceAll('_', ' ')}: ${value === null ? '–' : valueText(unit, value)}`
}

function valueText(unit: Measure['unit'], value: number): string {
  if (unit === 'octal') return value.toString(8).padStart(4, '0')
  if (unit === 'ratio') return `${(value * 100).toFixed(1)} %`
  if (unit === 'bytes') return scaled(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])
  return unit === 'seconds' ? secondsText(value) : value.toLocaleString('en-US')
}

function secondsText(seconds: number): string {
  if (Math.abs(seconds) >= 2 * 86_400) return `${(seconds / 86_400).toFixed(1)} d`
  if (Math.abs(seconds) >= 7200) return `${(seconds / 3600).toFixed(1)} h`
  return Math.abs(seconds) < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(1)} s`
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let [left, place] = [value, 0]
  while (left >= step && place < units.length - 1) {
    left /= step
    place += 1
  }
  return `${left.toFixed(place === 0 ? 0 : 1)} ${units[place] ?? ''}`
}
