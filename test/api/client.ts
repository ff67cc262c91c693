import { type SigningOptions, signedHeaders } from './signature.ts'
import type { TestClock } from './test-clock.ts'

export type Identity =
  | { readonly accessKey: string; readonly secretKey: string }
  | { readonly token: string }
  | 'nobody'

export interface ApiAnswer {
  readonly status: number
  /** The parsed body; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
  readonly code: string | undefined
  readonly message: string | undefined
  readonly headers: Headers
  readonly bytes: Buffer
}

/** `body`: an object is sent as JSON, text and octets as they are; a content type of its own is signed. */
export type ApiClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>

export function createClient(base: string, identity: Identity, clock: TestClock): ApiClient {
  return async (method, path, body, extra = {}) => {
    const url = base + path
    const sent = sentBody(body)
    const type = extra['content-type']
    const own = type === undefined ? {} : { 'content-type': type }
    const headers = {
      ...headersFor(identity, { method, url, body: sent, headers: own, at: clock.now() }),
      ...extra,
    }
    const isBodiless = method === 'GET' || sent.length === 0
    const response = await fetch(url, { method, headers, ...(!isBodiless && { body: sent }) })
    const bytes = Buffer.from(await response.arrayBuffer())
    const parsed = parse(bytes)
    return {
      status: response.status,
      body: parsed,
      code: parsed?.error_code,
      message: parsed?.error_msg,
      headers: response.headers,
      bytes,
    }
  }
}

function sentBody(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body === undefined) return ''
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function headersFor(identity: Identity, request: Omit<SigningOptions, 'accessKey' | 'secretKey'>) {
  if (identity === 'nobody') return { 'content-type': 'application/json' }
  if ('token' in identity) return { 'content-type': 'application/json', 'x-auth-token': identity.token }
  return signedHeaders({ ...request, ...identity })
}

function parse(bytes: Buffer) {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
