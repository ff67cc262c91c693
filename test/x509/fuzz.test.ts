import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FuzzReport } from './fuzz-child.ts'
import { seed } from './random.ts'

const child = fileURLToPath(new URL('./fuzz-child.ts', import.meta.url))
const inputs = 200_000

test('readers refuse mutated input, throw nothing but MalformedError, and stay quick and small', async (t) => {
  t.diagnostic(`seed ${seed}`)
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [child, String(inputs), String(seed)], { timeout: 120_000 })
  t.diagnostic(stdout.trim())
  const report: FuzzReport = JSON.parse(stdout)
  assert.equal(report.inputs, inputs)
  assert.ok(report.accepted > inputs / 100, 'most mutations are too crude to reach far')
  assert.ok(report.reasons > 40, 'the mutations reach too few places')
  assert.ok(report.slowestMs < 500, `one input took ${report.slowestMs} ms`)
  assert.ok(report.peakMegabytes < 300, `${report.peakMegabytes} MB`)
})
