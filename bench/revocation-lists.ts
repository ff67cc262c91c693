import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { RevocationListThread } from '../src/revocation-list-thread.ts'
import { openDatabase } from '../src/storage/open-database.ts'
import { type ListAuthority, makeListAuthority, orderOf } from '../test/operations/list-authority.ts'
import { startPostgres } from '../test/ports/embedded-postgres.ts'
import { insertManyRevoked } from '../test/ports/many-revoked.ts'
import { idleDelay, longestDelay, peakMemory } from './footprint.ts'
import type { BenchRow } from './report.ts'
import { quantile } from './timing.ts'

const rounds = 5
const dataKeys = new Map([[1, new Uint8Array(randomBytes(32))]])

/** Complete lists in a thread of their own, with what the main thread notices of it. */
export async function benchRevocationLists(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-bench-'))
  const file = join(folder, 'lists.db')
  try {
    const sqlite = await benchEngine(`sqlite:${file}`, 'SQLite', async (statement) => {
      const database = new DatabaseSync(file)
      database.exec(statement)
      database.close()
    })
    return [...sqlite, ...(await benchPostgres())]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The server of the tests; a checkout without it measures SQLite alone. */
async function benchPostgres(): Promise<BenchRow[]> {
  const server = await startPostgres().catch(() => undefined)
  if (!server) return []
  try {
    const url = await server.createDatabase()
    return await benchEngine(url, 'PostgreSQL', async (statement) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(statement)
      await client.query('vacuum analyze issued_serial')
      await client.end()
    })
  } finally {
    await server.stop()
  }
}

async function benchEngine(
  url: string,
  engine: string,
  execute: (statement: string) => Promise<void>,
): Promise<BenchRow[]> {
  const database = await openDatabase({ url, clock: { now: () => 0 } })
  await database.migrate()
  await database.close()
  const [few, many] = [makeListAuthority(dataKeys, 'EC256'), makeListAuthority(dataKeys, 'EC256')]
  await execute(insertManyRevoked(url, revoked(few, 10_000)))
  await execute(insertManyRevoked(url, revoked(many, 1_000_000)))
  const lists = new RevocationListThread({ databaseUrl: url, dataKeys })
  try {
    const first = await measure(lists, few, 1)
    const [small, large] = [await measure(lists, few, rounds), await measure(lists, many, rounds)]
    return [
      { name: `${engine}: 10,000 entries, with the thread's start`, value: ms(first.fastestMs) },
      { name: `${engine}: 10,000 entries, fastest`, value: ms(small.fastestMs), target: 'under 100 ms' },
      { name: '  median', value: ms(small.medianMs) },
      { name: `${engine}: 1,000,000 entries, fastest`, value: ms(large.fastestMs), target: 'under 3 s' },
      { name: '  median', value: ms(large.medianMs) },
      { name: '  processor time of the process, least', value: ms(large.processorMs) },
      ...(await footprintRows(large)),
    ]
  } finally {
    await lists.close()
  }
}

const footprintRows = async ({ length, delayMs }: Measured): Promise<BenchRow[]> => [
  { name: '  length of the list', value: megabytes(length) },
  {
    name: '  main thread held up, at most, calmest round',
    value: `${delayMs.toFixed(1)} ms`,
    target: 'no more than when idle',
  },
  { name: '  the same when idle, as long', value: `${(await idleDelay(1500)).toFixed(1)} ms` },
  { name: '  peak memory of the process so far', value: megabytes(peakMemory()) },
]

const revoked = ({ accountId, authorityId }: ListAuthority, count: number) => ({
  accountId,
  issuerId: authorityId,
  count,
  notAfter: Date.UTC(2027, 0),
  stepMs: 1000,
  revokedAt: Date.UTC(2026, 0),
})

interface Measured {
  readonly fastestMs: number
  readonly medianMs: number
  readonly processorMs: number
  readonly delayMs: number
  readonly length: number
}

async function measure(
  lists: RevocationListThread,
  authority: ListAuthority,
  times: number,
): Promise<Measured> {
  const rows = []
  for (let round = 0; round < times; round += 1) rows.push(await measureOne(lists, authority))
  const took = rows.map(({ tookMs }) => tookMs)
  return {
    fastestMs: Math.min(...took),
    medianMs: quantile(took, 0.5),
    processorMs: Math.min(...rows.map(({ processorMs }) => processorMs)),
    delayMs: Math.min(...rows.map(({ delayMs }) => delayMs)),
    length: rows[0]?.length ?? 0,
  }
}

async function measureOne(lists: RevocationListThread, authority: ListAuthority) {
  const [started, processor] = [performance.now(), process.cpuUsage()]
  let length = 0
  const delayMs = await longestDelay(async () => {
    length = (await lists.make(orderOf(authority))).der.length
  })
  const tookMs = performance.now() - started
  const { user, system } = process.cpuUsage(processor)
  return { tookMs, processorMs: (user + system) / 1000, delayMs, length }
}

const ms = (value: number) => `${Math.round(value)} ms`
const megabytes = (octets: number) => `${Math.round(octets / 1e6)} MB`
