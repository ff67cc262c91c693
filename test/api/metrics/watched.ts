import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { done, ok } from '../pca-v1/support.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { readMetrics, type Samples } from './metrics-text.ts'

/** The clock that the product runs by is the test's, its timers are not: what they drive comes within seconds. */
export async function eventually<Value>(look: () => Promise<Value>, isThere: (value: Value) => boolean) {
  for (let attempt = 0; ; attempt++) {
    const value = await look()
    if (isThere(value)) return value
    assert.ok(attempt < 150, `never there: ${shown(value)}`)
    await sleep(100)
  }
}

const shown = (value: unknown) =>
  JSON.stringify(value instanceof Map ? [...value].filter(([key]) => key.startsWith('chancery_')) : value)

export const getMetrics = (server: RunningServer, headers: Record<string, string>) =>
  fetch(`${server.base}/metrics`, { headers })

/** A collector's, which outlives every clock. */
export const collectorToken = 'the-collector-and-nobody-else'

export function tokenFile(folder: string): string {
  const file = join(folder, 'metrics-token')
  writeFileSync(file, `${collectorToken}\n`, { mode: 0o600 })
  return file
}

export async function startWatched(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-metrics-'))
  try {
    return await startServer({ ...settings, 'metrics-token-file': tokenFile(folder) })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the collector reads. */
export async function collect(server: RunningServer): Promise<Samples> {
  const answer = await getMetrics(server, { authorization: `Bearer ${collectorToken}` })
  assert.equal(answer.status, 200)
  return readMetrics(await answer.text())
}

export async function health(server: RunningServer) {
  const answer = await fetch(`${server.base}/healthz`)
  assert.equal(answer.status, 200)
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  return (await answer.json()) as any
}

/** Publishes the CA's list in the account's own bucket, for seven days. */
export async function publish({ api }: RunningServer, authorityId: string): Promise<string> {
  ok(await api('POST', `${authorities}/obs/agencies`))
  const bucket = ok(await api('GET', `${authorities}/obs/buckets`)).obs_buckets[0].bucket_name
  done(
    await api('POST', `${authorities}/${authorityId}/crl/enable`, { obs_bucket_name: bucket, valid_days: 7 }),
  )
  return bucket
}
