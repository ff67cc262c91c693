import { spawn } from 'node:child_process'
import pg from 'pg'

/** Room for what a program says to its end; the rest is dropped. */
const mostSaid = 1_048_576

/**
 * Runs one of PostgreSQL's own programs and yields what it printed. It learns by its environment how to connect,
 * since what stands in a command line everybody on the machine may read. Throws an Error of one line.
 */
export async function runClientProgram(
  program: 'pg_dump' | 'pg_restore',
  parameters: readonly string[],
  url?: string,
): Promise<string> {
  const environment = { ...withoutOurs(), ...(url !== undefined && connectionVariables(url)) }
  const child = spawn(program, [...parameters], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let [printed, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    if (printed.length < mostSaid) printed += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < mostSaid) said += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(startFault(program, error)))
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} failed: ${said.trim().replaceAll(/\s*\n\s*/g, '; ') || code}`)
  return printed
}

function startFault(program: string, error: NodeJS.ErrnoException): Error {
  const fault =
    error.code === 'ENOENT'
      ? `${program} is not on the path: install PostgreSQL's client programs, of the server's version or newer, or do it by hand (docs/backup.md)`
      : `${program} does not run: ${error.message}`
  return new Error(fault, { cause: error })
}

/** What libpq reads; `pg` has parsed the URL. */
export function connectionVariables(url: string): Record<string, string> {
  const { host, port, user, password, database } = new pg.Client({ connectionString: url })
  const { searchParams } = new URL(url)
  const mode = tlsMode(searchParams)
  const files = ['sslrootcert', 'sslcert', 'sslkey'] as const
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user ?? '',
    PGDATABASE: database ?? '',
    ...(password && { PGPASSWORD: password }),
    ...(mode && { PGSSLMODE: mode }),
    // `pg` believes whom the system believes; libpq would look for a file of its own
    ...(mode === 'verify-full' && { PGSSLROOTCERT: 'system' }),
    ...Object.fromEntries(
      files.flatMap((name) => {
        const file = searchParams.get(name)
        return file ? [[`PG${name.toUpperCase()}`, file]] : []
      }),
    ),
  }
}

/**
 * What libpq calls that which `pg` does with the URL's mode: but for two of them it demands a certificate that fits the
 * name, where libpq's own modes of these names would take any, or none.
 */
function tlsMode(parameters: URLSearchParams): string | undefined {
  const mode = parameters.get('sslmode')
  if (parameters.get('uselibpqcompat') === 'true') return mode ?? undefined
  if (mode === 'disable') return mode
  if (mode === 'no-verify') return 'require'
  const isOn = mode !== null || ['true', '1'].includes(parameters.get('ssl') ?? '')
  return isOn ? 'verify-full' : undefined
}

/** This process's environment without our settings and keys, which are no business of another program. */
const withoutOurs = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(CHANCERY|AWS)_/.test(name)))
