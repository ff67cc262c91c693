/** A week of the chart, and how many certificates end in it. */
export interface Week {
  /** Ms since the epoch; its end is not in it. */
  readonly from: number
  readonly until: number
  readonly issued: number
  readonly hosted: number
}

const weekMs = 7 * 86_400_000
const shownWeeks = 12

/** The next twelve weeks from now. */
export function weeksOf(
  now: number,
  issuedEnds: readonly number[],
  hostedEnds: readonly number[],
): readonly Week[] {
  return Array.from({ length: shownWeeks }, (_, place) => {
    const [from, until] = [now + place * weekMs, now + (place + 1) * weekMs]
    const within = (ends: readonly number[]) => ends.filter((end) => end >= from && end < until).length
    return { from, until, issued: within(issuedEnds), hosted: within(hostedEnds) }
  })
}

/** Whether everything that ends within the weeks was seen: less came than was asked for, or the last ends later. */
export const isWhole = (weeks: readonly Week[], ends: readonly number[], most: number): boolean =>
  ends.length < most || (ends.at(-1) ?? 0) >= (weeks.at(-1)?.until ?? 0)
