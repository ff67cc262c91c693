/**
 * `npm test`: every suite by the runtime's own runner, then which judges were missing. The judges are programs that
 * are not ours (test/judges/install gets them); where CHANCERY_TEST_ALL_JUDGES is set a missing one is a failure.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { missingJudges } from './judges/programs.ts'

const files = process.argv.length > 2 ? process.argv.slice(2) : globSync('test/**/*.test.ts').sort()
/** Each file is a process that loads the product: what is compiled once need not be again, a fifth of its time. */
const compileCache = join(import.meta.dirname, '../node_modules/.cache/node-compile')
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
})

const missing = missingJudges()
process.stdout.write(`judges missing: ${missing.length === 0 ? 'none' : missing.join(', ')}\n`)
const isIncomplete = missing.length > 0 && process.env['CHANCERY_TEST_ALL_JUDGES'] === 'true'
process.exitCode = isIncomplete ? 1 : (status ?? 1)
