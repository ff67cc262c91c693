import { type LookupAddress, lookup } from 'node:dns'
import { type ClientRequest, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Clock } from '../../domain/ports/clock.ts'
import type { DeliveryOutcome, WebhookMessage, WebhookSender } from '../../domain/ports/notice-sender.ts'
import { webhookSignature } from '../webhook-signature.ts'

const patienceMs = 10_000

/** Tells whether an address may be connected to. */
export type OutboundRule = (address: string) => boolean

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

function post(message: WebhookMessage, time: number, isAllowed: OutboundRule): Promise<number> {
  const url = new URL(message.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // a name is judged by what it stands for; an address is looked up nowhere
  if (isIP(host) !== 0 && !isAllowed(host)) return Promise.reject(forbidden(host))
  const body = Buffer.from(message.body)
  const start = url.protocol === 'https:' ? requestSecure : requestPlain
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const request = start(url, {
    method: 'POST',
    agent: false,
    lookup: lookupAllowed(isAllowed),
    signal: AbortSignal.timeout(patienceMs),
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'user-agent': 'chancery',
      'x-chancery-notice-id': message.id,
      'x-chancery-signature': webhookSignature(message.secret, time, message.body),
    },
  })
  request.on('error', reject)
  request.on('response', (response) => {
    resolve(response.statusCode ?? 0)
    // what it says is nobody's concern, and may be endless
    response.destroy()
  })
  // an answer of 101 is no response to Node, and closes the socket without a word
  request.on('upgrade', (response, socket) => {
    socket.destroy()
    resolve(response.statusCode ?? 0)
  })
  request.on('close', () => reject(new Error('closed the connection without an answer')))
  sendOnceConnected(request, body, isAllowed)
  return promise
}

/** The address really connected to is looked at before anything is said. */
function sendOnceConnected(request: ClientRequest, body: Buffer, isAllowed: OutboundRule): void {
  request.on('socket', (socket) => {
    socket.once('connect', () => {
      const { remoteAddress = '' } = socket
      if (isAllowed(remoteAddress)) request.end(body)
      else request.destroy(forbidden(remoteAddress))
    })
  })
}

/** Only addresses that may be connected to are told; none is an error. */
const lookupAllowed =
  (isAllowed: OutboundRule): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first, ...others] = error ? [] : addresses.filter(({ address }) => isAllowed(address))
      if (error || !first) callback(error ?? forbidden(hostname), [])
      else if (options.all) callback(null, [first, ...others])
      else callback(null, first.address, first.family)
    })
  }

const forbidden = (place: string) =>
  new Error(`${place} is no public address, and not in a network that the administrator allows`)
