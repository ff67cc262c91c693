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

export interface LoadOptions {
  readonly connections: number
  readonly seconds: number
  /** Whether an answer is what was asked for; one with status 200 unless told. */
  readonly serves?: (answer: Answer) => boolean
}

export interface Answer {
  readonly status: number
  /** Octets as latin1. */
  readonly body: string
}

/** So many connections, each sending its next request when the last was answered; each is made and signed anew. */
export const load = (
  port: number,
  credentials: Credentials,
  nextRequest: () => Request,
  options: LoadOptions,
): Promise<LoadResult> => loadPlain(port, () => encode(port, credentials, nextRequest()), options)

/**
 * The same with requests as they go over the wire, octets as latin1. Plain sockets, so that the generator leaves the
 * second core to the server.
 */
export async function loadPlain(
  port: number,
  nextRequest: () => string,
  { connections, seconds, serves = ({ status }) => status === 200 }: LoadOptions,
): Promise<LoadResult> {
  const latenciesMs: number[] = []
  let refused = 0
  const started = performance.now()
  const until = started + seconds * 1000
  const run = () =>
    talk(
      port,
      () => (performance.now() < until ? nextRequest() : undefined),
      (answer, ms) => {
        latenciesMs.push(ms)
        if (!serves(answer)) refused += 1
      },
    )
  await Promise.all(Array.from({ length: connections }, run))
  return { perSecond: (latenciesMs.length * 1000) / (performance.now() - started), latenciesMs, refused }
}

/** One connection: sends what `next` gives until it gives nothing. */
function talk(
  port: number,
  next: () => string | undefined,
  answered: (answer: Answer, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let sentAt = 0
    const send = () => {
      const text = next()
      if (text === undefined) return socket.end()
      sentAt = performance.now()
      return socket.write(text, 'latin1')
    }
    socket
      .setNoDelay()
      .setEncoding('latin1')
      .on('connect', send)
      .on('error', reject)
      .on('close', () => resolve())
    socket.on('data', (chunk) => {
      received += chunk
      const answer = wholeAnswer(received)
      if (!answer) return
      answered(answer, performance.now() - sentAt)
      received = ''
      send()
    })
  })
}

/** Undefined while some of it is on its way. */
function wholeAnswer(received: string): Answer | undefined {
  const head = received.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
  if (received.length < head + 4 + length) return undefined
  return { status: Number(received.slice(9, 12)), body: received.slice(head + 4) }
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
  const requests = [encode(port, credentials, request)]
  let got: Answer | undefined
  await talk(
    port,
    () => requests.pop(),
    (answer) => {
      got = answer
    },
  )
  const { status = 0, body = '' } = got ?? {}
  if (status < 200 || status > 299) throw new Error(`${request.path} answered ${status}: ${body}`)
  return Buffer.from(body, 'latin1').toString()
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
