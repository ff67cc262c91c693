import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Judge } from './programs.ts'

/** Judges that work on files in a folder of the test's own, and may ask a server of this very process meanwhile. */
export function judgesFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-judged-'))
  after(() => rmSync(folder, { recursive: true }))
  const options = { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } }
  return {
    /** Returns where it lies; nobody else can read it. */
    write: (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content, { mode: 0o600 })
      return join(folder, name)
    },
    read: (name: string) => readFileSync(join(folder, name)),
    run: (judge: Judge, ...parameters: readonly string[]) =>
      new Promise<{ isRight: boolean; output: string }>((resolve) => {
        execFile(judge, parameters, options, (error, stdout, stderr) =>
          resolve({ isRight: error === null, output: stdout + stderr }),
        )
      }),
  }
}
