import { createHash, createHmac } from 'node:crypto'
import { connect } from 'node:net'
import type { Credentials } from './product.ts'

export interface Request {
  readonly method: string
  readonly path: string
  /** Names in alphabetical order, as they are signed. */
  readonly query?: Readonly<Record<string, string>>
  readonly body: string
}

export interface LoadResult {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  readonly refused: number
}

/**
 * So many connections, each sending its next request when the last was answered, for so long; every request is made
 * and signed anew (SDK-HMAC-SHA256). Plain sockets, so that the generator leaves the second core to the server.
 */
export async function load(
  port: number,
  credentials: Credentials,
  nextRequest: () => Request,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<LoadResult> {
  const latenciesMs: number[] = []
  let refused = 0
  const started = performance.now()
  const until = started + seconds * 1000
  const run = () =>
    talk(
      port,
      () => (performance.now() < until ? encode(port, credentials, nextRequest()) : undefined),
      (status, ms) => {
        latenciesMs.push(ms)
        if (status !== 200) refused += 1
      },
    )
  await Promise.all(Array.from({ length: connections }, run))
  return { perSecond: (latenciesMs.length * 1000) / (performance.now() - started), latenciesMs, refused }
}

/** One connection: sends what `next` gives until it gives nothing. */
function talk(
  port: number,
  next: () => string | undefined,
  answered: (status: number, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let sentAt = 0
    const send = () => {
      const text = next()
      if (text === undefined) return socket.end()
      sentAt = performance.now()
      return socket.write(text)
    }
    socket
      .setNoDelay()
      .setEncoding('latin1')
      .on('connect', send)
      .on('error', reject)
      .on('close', () => resolve())
    socket.on('data', (chunk) => {
      received += chunk
      const head = received.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
      if (received.length < head + 4 + length) return
      answered(Number(received.slice(9, 12)), performance.now() - sentAt)
      received = ''
      send()
    })
  })
}

function encode(
  port: number,
  { access_key, secret_key }: Credentials,
  { method, path, query = {}, body }: Request,
): string {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const host = `127.0.0.1:${port}`
  const names = 'content-type;host;x-sdk-date'
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20')
  const canonical = `${method}\n${path}/\n${search}\ncontent-type:application/json\nhost:${host}\nx-sdk-date:${date}\n\n${names}\n${sha256(body)}`
  const signature = createHmac('sha256', secret_key)
    .update(`SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `SDK-HMAC-SHA256 Access=${access_key}, SignedHeaders=${names}, Signature=${signature}`
  return `${method} ${path}${search && `?${search}`} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nX-Sdk-Date: ${date}\r\nAuthorization: ${authorization}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** One request, for its body. */
export async function ask(port: number, credentials: Credentials, request: Request): Promise<string> {
  const [head = '', body = ''] = await new Promise<string[]>((resolve, reject) => {
    let received = ''
    const socket = connect(port, '127.0.0.1').setEncoding('utf8').on('error', reject)
    socket.on('data', (chunk) => {
      received += chunk
      if (received.includes('}')) socket.end(() => resolve(received.split('\r\n\r\n')))
    })
    socket.write(encode(port, credentials, request))
  })
  if (!head.startsWith('HTTP/1.1 200'))
    throw new Error(`${request.path} answered ${head.slice(9, 12)}: ${body}`)
  return body
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
