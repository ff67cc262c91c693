/**
 * `npm test`: every suite by the runtime's own runner, some files to a process, then which judges were missing. The
 * judges are programs that are not ours (test/judges/install gets them); where CHANCERY_TEST_ALL_JUDGES is set a
 * missing one is a failure.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { missingJudges } from './judges/programs.ts'

/** A start of a process costs as much as a file; a few processes more than processors keep both busy to the end. */
const filesInProcess = 10

const entries = mkdtempSync(join(tmpdir(), 'chancery-tests-'))
/** Each process loads the product: what is compiled once need not be again, a fifth of its time. */
const compileCache = join(import.meta.dirname, '../node_modules/.cache/node-compile')
const given = process.argv.slice(2)
const files = given.length > 0 ? given : entriesOf(globSync('test/**/*.test.ts').sort())
/** Suites wait for jobs and for other programs a third of their time; trials measure, and want the machine for themselves. */
const processes = given.length > 0 ? 2 : 3
const { status } = spawnSync(process.execPath, ['--test', `--test-concurrency=${processes}`, ...files], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
})
rmSync(entries, { recursive: true })

const missing = missingJudges()
process.stdout.write(`judges missing: ${missing.length === 0 ? 'none' : missing.join(', ')}\n`)
const isIncomplete = missing.length > 0 && process.env['CHANCERY_TEST_ALL_JUDGES'] === 'true'
process.exitCode = isIncomplete ? 1 : (status ?? 1)

/** Modules for the runner, which gives each a process. */
function entriesOf(files: readonly string[]): string[] {
  const together = pathToFileURL(join(import.meta.dirname, 'together.ts')).href
  const count = Math.ceil(files.length / filesInProcess)
  return Array.from({ length: count }, (_, index) => {
    const entry = join(entries, `${String(index + 1).padStart(2, '0')}.mjs`)
    const part = files.slice(index * filesInProcess, (index + 1) * filesInProcess)
    writeFileSync(
      entry,
      `import { runTogether } from '${together}'\nawait runTogether(${JSON.stringify(part)})\n`,
    )
    return entry
  })
}
