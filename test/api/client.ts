import { signedHeaders } from './signature.ts'
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

/** `body`: an object is sent as JSON, text as it is. */
export type ApiClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>

export function createClient(base: string, identity: Identity, clock: TestClock): ApiClient {
  return async (method, path, body, extra = {}) => {
    const url = base + path
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { ...headersFor(identity, method, url, text, clock), ...extra }
    const isBodiless = method === 'GET' || text === ''
    const response = await fetch(url, { method, headers, ...(!isBodiless && { body: text }) })
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

function headersFor(identity: Identity, method: string, url: string, body: string, clock: TestClock) {
  if (identity === 'nobody') return { 'content-type': 'application/json' }
  if ('token' in identity) return { 'content-type': 'application/json', 'x-auth-token': identity.token }
  return signedHeaders({ method, url, body, ...identity, at: clock.now() })
}

function parse(bytes: Buffer) {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
