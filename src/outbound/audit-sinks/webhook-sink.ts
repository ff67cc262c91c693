import { createHmac, hash } from 'node:crypto'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import { recordJson } from './record-json.ts'

const patienceMs = 10_000

/**
 * POSTs records as JSON. `X-Chancery-Signature: t=<s since the epoch>,v1=<hex>`: HMAC-SHA256 over the time, a full stop
 * and the body, so that who has the secret knows who sent it, and when. Any answer of 2xx means that it was taken.
 */
export const createWebhookSink = (url: string, secret: string, { now }: Pick<Clock, 'now'>): AuditSink => ({
  name: nameOf(url),
  async deliver(records) {
    const body = `{"records":[${records.map(recordJson).join(',')}]}`
    const time = Math.floor(now() / 1000)
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
    const headers = {
      'content-type': 'application/json',
      'x-chancery-signature': `t=${time},v1=${signature}`,
    }
    const response = await post(url, headers, body)
    await response.body?.cancel()
    if (!response.ok) throw new Error(`answers ${response.status}`)
  },
})

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
