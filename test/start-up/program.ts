import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FirstCredentials } from '../api/running-server.ts'

export const projectFolder = join(import.meta.dirname, '../..')

export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** The real program in a process of its own. */
export interface Program {
  readonly process: ChildProcess
  stdout(): string
  stderr(): string
  readonly ended: Promise<End>
  /** Resolves when stderr matches; rejects when the program ends first or the time is over: 10 s, unless told. */
  said(pattern: RegExp, patienceMs?: number): Promise<void>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** This process's environment without any setting of the product. */
export const plainEnvironment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !key.startsWith('CHANCERY_') && key !== 'NODE_TEST_CONTEXT',
    ),
  )

export function run(command: string, parameters: readonly string[], environment: Environment = {}): Program {
  const child = spawn(command, parameters, {
    cwd: projectFolder,
    env: {
      ...plainEnvironment(),
      CHANCERY_RSA_POOL_SIZE: '0',
      CHANCERY_RSA4096_POOL_SIZE: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<End>((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    said: (pattern, patienceMs = 10_000) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why} before saying ${pattern}: ${stderr}${stdout}`))
        const timer = setTimeout(() => fail(`${patienceMs / 1000} s were over`), patienceMs)
        const look = () => {
          if (!pattern.test(stderr)) return
          clearTimeout(timer)
          resolve()
        }
        child.stderr.on('data', look)
        void ended.then(() => {
          clearTimeout(timer)
          fail('the program ended')
        })
        look()
      }),
  }
}

export const chancery = (parameters: readonly string[], environment?: Environment): Program =>
  run(process.execPath, ['src/main.ts', ...parameters], environment)

/** A program that is ready; its settings come from the environment. */
export async function serve(environment: Environment, patienceMs?: number): Promise<Program> {
  const program = chancery(['serve'], environment)
  try {
    await program.said(/ready on/, patienceMs)
  } catch (error) {
    // left alone it would keep the test's process, too
    program.process.kill('SIGKILL')
    throw error
  }
  return program
}

/** Ends it if it is still there, and waits for its end. */
export async function stop(program: Program, signal: NodeJS.Signals = 'SIGTERM'): Promise<End> {
  program.process.kill(signal)
  return program.ended
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .on('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** A port that is free, with the next one. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
      })
    })
    if (port < 65_535 && (await isFree(port + 1))) return port
  }
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'chancery-start-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export const credentialsIn = (dataFolder: string): FirstCredentials =>
  JSON.parse(readFileSync(join(dataFolder, 'credentials.json'), 'utf8')) as FirstCredentials

export interface Fetched {
  readonly status: number
  readonly type: string
  readonly bytes: Buffer
  /** Of the server's certificate, over TLS. */
  readonly fingerprint: string | undefined
}

/** GET on a connection of its own. `ca`: whom to trust; a certificate that does not lead to it is an error. */
export function fetchPlain(
  url: string,
  { ca, headers = {} }: { ca?: string | Buffer; headers?: Record<string, string> } = {},
): Promise<Fetched> {
  const get = url.startsWith('https:') ? httpsGet : httpGet
  return new Promise((resolve, reject) => {
    get(url, { agent: false, headers, ...(ca && { ca }) }, (response) => {
      const chunks: Buffer[] = []
      const { socket } = response as unknown as {
        socket: { getPeerX509Certificate?: () => { fingerprint256: string } }
      }
      const fingerprint = socket.getPeerX509Certificate?.()?.fingerprint256
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          bytes: Buffer.concat(chunks),
          fingerprint,
        }),
      )
    }).on('error', reject)
  })
}
