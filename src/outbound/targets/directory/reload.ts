import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { refused, silent, unreachable } from '../failure.ts'

const longestWords = 4_096

/** Where programs are looked for. */
const searchPath = () => process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin'

/** Whether the command's program is there and may be run; it is not. */
export async function isRunnable([program = '']: readonly string[]): Promise<boolean> {
  const places = program.includes('/') ? [''] : searchPath().split(delimiter)
  const looks = places.map((folder) => access(join(folder, program), constants.X_OK))
  return (await Promise.allSettled(looks)).some(({ status }) => status === 'fulfilled')
}

/**
 * Runs the administrator's command, without a shell and with nothing of our own environment but the path. Throws
 * `target-refused` with its last line on stderr where it does not end in 0, `target-unreachable` where it does not end in time.
 */
export async function reload(
  command: readonly string[],
  patienceMs: number,
  tell: (words: string) => string,
): Promise<void> {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: searchPath(), LC_ALL: 'C.UTF-8' },
    // a group of its own, so that what it started ends with it
    detached: true,
  })
  const signal = AbortSignal.timeout(patienceMs)
  const giveUp = () => killGroup(child)
  signal.addEventListener('abort', giveUp)
  try {
    const { code, words } = await ended(child)
    if (signal.aborted) throw silent(patienceMs)
    if (code !== 0) throw refused(`the reload command failed (${code ?? 'killed'}): ${tell(lastLine(words))}`)
  } finally {
    signal.removeEventListener('abort', giveUp)
    child.stderr.destroy()
  }
}

interface Ended {
  readonly code: number | null
  readonly words: string
}

/** A success counts at once: what it started in the background may hold on to stderr for ever. */
function ended(child: ChildProcess): Promise<Ended> {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-longestWords)
  })
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(unreachable(error)))
    child.on('exit', (code) => code === 0 && resolve({ code, words }))
    child.on('close', (code) => resolve({ code, words }))
  })
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}

const lastLine = (words: string) => words.trim().split('\n').at(-1) ?? ''
