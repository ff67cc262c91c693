import assert from 'node:assert/strict'
import type { HealthCheck } from '../../../src/domain/model/health/check.ts'
import { collectorToken } from '../metrics/watched.ts'
import type { RunningServer } from '../running-server.ts'

export interface HealthAnswer {
  readonly status: string
  readonly time: number
  readonly checks: readonly HealthCheck[]
}

/** What the collector's token shows: it needs no database to be known. */
export async function readHealth(server: RunningServer): Promise<HealthAnswer> {
  const answer = await fetch(`${server.base}/v1/health`, {
    headers: { authorization: `Bearer ${collectorToken}` },
  })
  assert.equal(answer.status, 200)
  return (await answer.json()) as HealthAnswer
}

export async function readCheck(server: RunningServer, name: string): Promise<HealthCheck> {
  const { checks } = await readHealth(server)
  return checks.find((check) => check.name === name) ?? assert.fail(`no check ${name}`)
}

export const measureOf = ({ measures }: HealthCheck, name: string): number | null | undefined =>
  measures.find((measure) => measure.name === name)?.value
