import assert from 'node:assert/strict'

/** Samples by how they stand in the text, labels in order: `name{a="b"}`. */
export type Samples = ReadonlyMap<string, number>

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const number = '[-+]?(?:\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?|Inf)|NaN'
const helpLine = new RegExp(`^# HELP (${name}) \\S.*$`)
const typeLine = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram)$`)
const sampleLine = new RegExp(`^((${name})(?:\\{${label}(?:,${label})*\\})?) (${number})$`)

/**
 * Reads the text format of Prometheus, version 0.0.4, strictly: a family is one HELP, one TYPE and its samples,
 * together; nothing comes twice.
 */
export function readMetrics(text: string): Samples {
  assert.ok(text.endsWith('\n'), 'the last line has an end')
  const samples = new Map<string, number>()
  const families = new Set<string>()
  let family = { name: '', type: '' }
  for (const line of text.split('\n')) {
    const help = helpLine.exec(line)?.[1]
    const type = typeLine.exec(line)
    const sample = sampleLine.exec(line)
    if (help !== undefined) {
      assert.ok(!families.has(help), `${help} comes twice`)
      families.add(help)
      family = { name: help, type: '' }
    } else if (type) {
      assert.equal(`${type[1]} ${family.type}`, `${family.name} `, line)
      family = { name: family.name, type: type[2] ?? '' }
    } else if (sample) {
      const [, key = '', sampleName = '', value = ''] = sample
      const suffix = sampleName.slice(family.name.length)
      const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
      assert.ok(sampleName.startsWith(family.name) && suffixes.includes(suffix), `${line} in ${family.name}`)
      assert.ok(!samples.has(key), `${key} comes twice`)
      samples.set(key, Number(value.replace('Inf', 'Infinity')))
    } else assert.equal(line, '')
  }
  return samples
}
