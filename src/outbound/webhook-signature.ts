import { createHmac } from 'node:crypto'

/**
 * `X-Chancery-Signature: t=<s since the epoch>,v1=<hex>`: HMAC-SHA256 over the time, a full stop and the body, so that
 * who has the secret knows who sent it, and when.
 */
export const webhookSignature = (secret: string, timeSeconds: number, body: string): string =>
  `t=${timeSeconds},v1=${createHmac('sha256', secret).update(`${timeSeconds}.${body}`).digest('hex')}`
