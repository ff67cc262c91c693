/** Rates per second of each task: rounds in turn, so that all meet the same machine; the median round counts. */
export function alternating(tasks: readonly (() => void)[], calls: number, rounds: number): number[] {
  const rates = tasks.map((): number[] => [])
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, task] of tasks.entries()) {
      const started = process.hrtime.bigint()
      for (let call = 0; call < calls; call += 1) task()
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      // the first round warms up
      if (round >= 0) rates[index]?.push(calls / seconds)
    }
  }
  return rates.map((values) => quantile(values, 0.5))
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
