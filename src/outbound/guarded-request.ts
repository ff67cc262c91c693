import { type LookupAddress, lookup } from 'node:dns'
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

/** Tells whether an address may be connected to. */
export type OutboundRule = (address: string) => boolean

/** Finds what a name stands for; throws an Error that says why not. */
export type FindAddresses = (host: string) => Promise<readonly LookupAddress[]>

/** A request to a place that somebody named who is not the administrator. */
export interface GuardedRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  readonly signal: AbortSignal
  readonly isAllowed: OutboundRule
  /** Where names are looked up; by the system where it is left out. */
  readonly findAddresses?: FindAddresses
  /** Connected to instead of the URL's. */
  readonly port?: number
  /** Whether anybody's certificate does. */
  readonly acceptsAnyCertificate?: boolean
}

/**
 * Asks over the address that was judged: a name gives out allowed addresses only, and nothing is said before the socket's
 * own address was looked at, so a name that changes what it stands for gains nothing. Redirects are answers like others.
 * The body of the answer is the caller's to read or to destroy. Throws an Error whose message is fit for the tenant.
 */
export function requestGuarded(url: URL, guarded: GuardedRequest): Promise<IncomingMessage> {
  const { isAllowed, method, headers, body, signal, port } = guarded
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // a name is judged by what it stands for; an address is looked up nowhere
  if (isIP(host) !== 0 && !isAllowed(host)) return Promise.reject(forbidden(host))
  const start = url.protocol === 'https:' ? requestSecure : requestPlain
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = start(url, {
    method,
    agent: false,
    lookup: lookupAllowed(isAllowed, guarded.findAddresses ?? systemAddresses),
    signal,
    headers,
    rejectUnauthorized: guarded.acceptsAnyCertificate !== true,
    ...(port !== undefined && { port }),
  })
  request.on('error', reject)
  request.on('response', resolve)
  // an answer of 101 is no response to Node, and closes the socket without a word
  request.on('upgrade', (response, socket) => {
    socket.destroy()
    resolve(response)
  })
  request.on('close', () => reject(new Error('closed the connection without an answer')))
  sendOnceConnected(request, body, isAllowed)
  return promise
}

/** The address really connected to is looked at before anything is said. */
function sendOnceConnected(
  request: ClientRequest,
  body: Uint8Array | undefined,
  isAllowed: OutboundRule,
): void {
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
  (isAllowed: OutboundRule, findAddresses: FindAddresses): LookupFunction =>
  (hostname, { all }, callback) => {
    const answer = (found: readonly LookupAddress[]) => {
      const [first, ...others] = found.filter(({ address }) => isAllowed(address))
      if (!first) callback(forbidden(hostname), [])
      else if (all) callback(null, [first, ...others])
      else callback(null, first.address, first.family)
    }
    findAddresses(hostname).then(answer, (error: Error) => callback(error, []))
  }

const systemAddresses: FindAddresses = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/** Why somewhere is not gone to. */
export const forbidden = (place: string) =>
  new Error(`${place} is no public address, and not in a network that the administrator allows`)
