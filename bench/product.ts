import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Credentials {
  readonly access_key: string
  readonly secret_key: string
  readonly domain: { readonly id: string }
}

/** The product as a process of its own, as users run it, on plain HTTP. */
export interface RunningProduct {
  readonly port: number
  readonly credentials: Credentials
  readonly pid: number
  /** From the start of the process to the first 200 of `/healthz`. */
  readonly readyAfterMs: number
  stop(): Promise<void>
}

/** On a data folder of its own, which goes with it, unless it is given one. */
export async function startProduct(
  settings: Readonly<Record<string, string>>,
  givenFolder?: string,
): Promise<RunningProduct> {
  const dataFolder = givenFolder ?? mkdtempSync(join(tmpdir(), 'chancery-bench-'))
  const port = await freePort()
  const started = performance.now()
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(
    process.execPath,
    ['src/main.ts', 'serve', '--data-dir', dataFolder, '--listen', `http://127.0.0.1:${port}`, ...flags],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  await ready(child, port)
  const readyAfterMs = performance.now() - started
  const credentials = JSON.parse(readFileSync(join(dataFolder, 'credentials.json'), 'utf8')) as Credentials
  return {
    port,
    credentials,
    pid: child.pid ?? 0,
    readyAfterMs,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      if (givenFolder === undefined) rmSync(dataFolder, { recursive: true })
    },
  }
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the product does not start')
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
