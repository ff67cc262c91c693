import { hash } from 'node:crypto'
import type { PlacedRecord } from '../../domain/model/audit-block.ts'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import { webhookSignature } from '../webhook-signature.ts'
import { recordJson } from './record-json.ts'
import { trySink } from './try-sink.ts'

const patienceMs = 10_000

/** POSTs records as JSON, signed. Any answer of 2xx means that it was taken. */
export function createWebhookSink(url: string, secret: string, { now }: Pick<Clock, 'now'>): AuditSink {
  const deliver = async (records: readonly PlacedRecord[]) => {
    const body = `{"records":[${records.map(recordJson).join(',')}]}`
    const headers = {
      'content-type': 'application/json',
      'x-chancery-signature': webhookSignature(secret, Math.floor(now() / 1000), body),
    }
    const response = await post(url, headers, body)
    await response.body?.cancel()
    if (!response.ok) throw new Error(`answers ${response.status}`)
  }
  return {
    name: nameOf(url),
    type: 'webhook',
    facts: [{ name: 'receiver', value: new URL(url).origin }],
    try: (trial) => trySink(trial, { deliver }, 'an empty delivery was taken'),
    deliver,
  }
}

/** What went wrong below is what is told: `fetch failed` helps nobody. */
const post = (url: string, headers: Record<string, string>, body: string) =>
  fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: Error) => {
    throw error.cause instanceof Error ? error.cause : error
  })

/** The path may hold a secret, so it is told by its hash. */
const nameOf = (url: string) => `${new URL(url).origin} ${hash('sha256', url, 'hex').slice(0, 16)}`
