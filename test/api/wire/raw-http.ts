import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { RunningServer } from '../running-server.ts'
import { type SigningOptions, signedHeaders } from '../signature.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
  readonly code: string | undefined
  readonly message: string | undefined
}

export interface RawRequest {
  readonly method?: string
  /** Sent as it stands. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** One request on a connection of its own, with the headers that are given and no others but host and length. */
export function send(
  base: string,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base)
  const isChunked = headers['transfer-encoding'] === 'chunked'
  const length = body === undefined || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, method, agent: false, headers: { ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ...readBody(text) })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

function readBody(text: string): Pick<RawAnswer, 'body' | 'code' | 'message'> {
  try {
    const body = JSON.parse(text)
    return { body, code: body?.error_code, message: body?.error_msg }
  } catch {
    return { body: undefined, code: undefined, message: undefined }
  }
}

export type Signing = Partial<Omit<SigningOptions, 'url' | 'method'>> & {
  /** Sent, but unknown to the signature. */
  readonly afterSigning?: Readonly<Record<string, string>>
  /** What is sent where it is not what was signed. */
  readonly sentPath?: string
  readonly sentBody?: string | Uint8Array
  readonly sentMethod?: string
}

/** Signs as the first administrator unless told otherwise, and sends. */
export function sendSigned(
  server: RunningServer,
  method: string,
  path: string,
  options: Signing = {},
): Promise<RawAnswer> {
  const {
    afterSigning = {},
    sentPath = path,
    sentBody = options.body,
    sentMethod = method,
    ...signing
  } = options
  const { access_key, secret_key } = server.credentials
  const headers = signedHeaders({
    accessKey: access_key,
    secretKey: secret_key,
    at: server.clock.now(),
    ...signing,
    method,
    url: server.base + path,
  })
  return send(server.base, {
    method: sentMethod,
    path: sentPath,
    headers: { ...headers, ...afterSigning },
    ...(sentBody !== undefined && { body: sentBody }),
  })
}

/** A connection that the test speaks on by hand. */
export interface Conversation {
  readonly socket: Socket
  /** Resolves when the server has said this, or rejects with what it said when it hung up or 3 s are over. */
  readonly said: (expected: string | RegExp) => Promise<string>
  /** Everything that the server says until it hangs up. */
  readonly all: () => Promise<string>
}

export function converse(base: string, ...opening: (string | Uint8Array)[]): Conversation {
  const { hostname, port } = new URL(base)
  let heard = ''
  const socket = connect(Number(port), hostname)
  for (const piece of opening) socket.write(piece)
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  const holds = (expected: string | RegExp) =>
    typeof expected === 'string' ? heard.includes(expected) : expected.test(heard)
  return {
    socket,
    said: (expected) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => {
          socket.destroy()
          reject(new Error(`${why} before saying ${expected}; it said: ${heard}`))
        }
        const timer = setTimeout(() => fail('the server kept silent for 3 s'), 3_000)
        const look = () => {
          if (!holds(expected)) return
          clearTimeout(timer)
          resolve(heard)
        }
        socket.on('data', look)
        void ended.then(() => {
          clearTimeout(timer)
          if (holds(expected)) resolve(heard)
          else fail('the server hung up')
        })
        look()
      }),
    all: async () => {
      await ended
      return heard
    },
  }
}

/** The head of a request as it goes over the wire. */
export const head = (method: string, path: string, headers: Readonly<Record<string, string>>): string =>
  [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')

export const requestIdForm = /^[0-9a-f]{32}$/
