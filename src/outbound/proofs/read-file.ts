import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import { type FindAddresses, type OutboundRule, requestGuarded } from '../guarded-request.ts'

const longest = 65_536
const mostRedirects = 10

export interface FileSettings {
  readonly isAllowed: OutboundRule
  /** Left out where the system looks names up. */
  readonly findAddresses?: FindAddresses
  /** Where the well-known ports are reached. */
  readonly ports: { readonly http: number; readonly https: number }
}

/**
 * What `http://{host}{path}` gives, redirects followed as the authorities follow them: to port 80 or 443 only, and over
 * https to whatever certificate, for the proof is what is being fetched to get one. Throws an Error that says why not.
 */
export async function readFile(
  host: string,
  path: string,
  settings: FileSettings,
  signal: AbortSignal,
): Promise<string> {
  const start = parse(`http://${inUrl(host)}${path}`)
  if (start?.hostname !== inUrl(host).toLowerCase() || start.port !== '')
    throw new Error(`${host} is no host`)
  let url = start
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await get(url, settings, signal)
    const next = placeBehind(response, url)
    if (!next) return readContent(response, url)
    response.destroy()
    url = next
  }
  throw new Error(`http://${inUrl(host)}${path} redirects more than ${mostRedirects} times`)
}

/** RFC 3986 §3.2.2: an address of IPv6 stands in brackets. */
const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host)

const parse = (text: string, base?: URL): URL | undefined => URL.parse(text, base) ?? undefined

function get(
  url: URL,
  { isAllowed, findAddresses, ports }: FileSettings,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return requestGuarded(url, {
    method: 'GET',
    headers: { host: url.host, accept: '*/*', 'user-agent': 'chancery' },
    signal,
    isAllowed,
    port: portOf(url) === 80 ? ports.http : ports.https,
    acceptsAnyCertificate: true,
    ...(findAddresses && { findAddresses }),
  })
}

/** Where an answer sends us; undefined where it is the last one. */
function placeBehind(response: IncomingMessage, url: URL): URL | undefined {
  const { statusCode = 0 } = response
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  const { location = '' } = response.headers
  const next = location === '' ? undefined : parse(location, url)
  const isPlain = next && /^https?:$/.test(next.protocol) && next.username === '' && next.password === ''
  if (isPlain && [80, 443].includes(portOf(next))) return next
  response.destroy()
  throw new Error(
    `${url.href} redirects to ${location.slice(0, 200) || 'nowhere'}, which is not http or https on port 80 or 443`,
  )
}

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

async function readContent(response: IncomingMessage, url: URL): Promise<string> {
  const { statusCode } = response
  if (statusCode !== 200) {
    response.destroy()
    throw new Error(`${url.href} answers ${statusCode}`)
  }
  const chunks: Buffer[] = []
  let length = 0
  // leaving the loop destroys the response, which may be endless
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longest) throw new Error(`${url.href} is longer than ${longest} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
