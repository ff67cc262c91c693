import { Misuse } from './faults.ts'

/** The number that a flag takes; undefined where it was not given. */
export function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Misuse(`${flag} must be a whole number; it is "${text}"`)
}
