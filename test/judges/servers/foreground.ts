import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What is started to serve TLS; it must stay in the foreground, in one process. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** Its own: everything that it reads and writes. */
  readonly folder: string
  readonly variables?: Readonly<Record<string, string>>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

const startUpMs = 60_000
const stoppingMs = 10_000

/** Runs until the block that holds it with `await using` is left, or this process ends. Resolves when all ports listen. */
export async function runInForeground(
  { program, args, folder, variables }: Command,
  ports: readonly number[],
): Promise<AsyncDisposable> {
  // a file, because Apache opens /dev/stderr, which the runtime's pipes do not let it
  const wordsFile = join(folder, 'words')
  const words = openSync(wordsFile, 'a')
  const env = { ...process.env, ...variables }
  const child = spawn(program, args, { env, stdio: ['ignore', words, words] })
  closeSync(words)
  running.add(child)
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), stoppingMs)
    await ended
    clearTimeout(giveUp)
    running.delete(child)
  }
  try {
    for (const port of ports) await untilListening(child, port, Date.now() + startUpMs)
  } catch (error) {
    await stop()
    throw new Error(readFileSync(wordsFile, 'utf8'), { cause: error })
  }
  return { [Symbol.asyncDispose]: stop }
}

async function untilListening(child: ChildProcess, port: number, deadline: number): Promise<void> {
  while (!(await isListening(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${child.spawnfile} ended`)
    if (Date.now() > deadline) throw new Error(`${child.spawnfile} does not listen`)
    await pause(5)
  }
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(socket.destroy() !== undefined)).on('error', () => resolve(false))
  })
