/** A metric with the names of its labels, without those of the format itself. */
export interface Family {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly labels: readonly string[]
  /** How many combinations of labels there are. */
  readonly series: number
}

/** The metrics of the product, by name. */
export function familiesIn(text: string): Family[] {
  const helps = [...text.matchAll(/^# HELP (chancery_\S+) (.+)$/gm)]
  return helps
    .map(([, name = '', help = '']) => {
      const type = new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(text)?.[1] ?? ''
      const suffix = type === 'histogram' ? '_count' : ''
      const samples = [...text.matchAll(new RegExp(`^${name}${suffix}(?:\\{(.*)\\})? `, 'gm'))]
      const labels = new Set(
        samples.flatMap(([, pairs = '']) => [...pairs.matchAll(/(\w+)="/g)].map(([, label]) => label ?? '')),
      )
      return { name, type, help, labels: [...labels], series: samples.length }
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}
