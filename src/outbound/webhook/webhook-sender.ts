import type { Clock } from '../../domain/ports/clock.ts'
import type { DeliveryOutcome, WebhookMessage, WebhookSender } from '../../domain/ports/notice-sender.ts'
import { type OutboundRule, requestGuarded } from '../guarded-request.ts'
import { webhookSignature } from '../webhook-signature.ts'

const patienceMs = 10_000

/**
 * POSTs notices as JSON to addresses that tenants named, signed as copies of the audit trail are. Any answer of 2xx means
 * that it was taken; redirects are answers like others.
 */
export const createWebhookSender = (isAllowed: OutboundRule, { now }: Pick<Clock, 'now'>): WebhookSender => ({
  async post(message) {
    try {
      const status = await post(message, Math.floor(now() / 1000), isAllowed)
      if (status >= 200 && status < 300) return { isTaken: true }
      return failed(`answers ${status}`, status === 410)
    } catch (error) {
      const { name, message: reason } = error as Error
      return failed(name === 'AbortError' ? `does not answer within ${patienceMs / 1000} s` : reason)
    }
  },
})

const failed = (reason: string, isFinal = false): DeliveryOutcome => ({
  isTaken: false,
  isFinal,
  reason: reason.slice(0, 200),
})

async function post(message: WebhookMessage, time: number, isAllowed: OutboundRule): Promise<number> {
  const body = Buffer.from(message.body)
  const response = await requestGuarded(new URL(message.url), {
    method: 'POST',
    signal: AbortSignal.timeout(patienceMs),
    isAllowed,
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'user-agent': 'chancery',
      'x-chancery-notice-id': message.id,
      'x-chancery-signature': webhookSignature(message.secret, time, message.body),
    },
  })
  // what it says is nobody's concern, and may be endless
  response.destroy()
  return response.statusCode ?? 0
}
