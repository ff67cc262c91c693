import { createHash, createHmac, hkdfSync } from 'node:crypto'

/** The client side of the signing algorithms, written from the client contract 2.1 to 2.3 and sharing nothing. */
export interface SigningOptions {
  readonly method: string
  readonly url: string
  readonly body?: string | Uint8Array
  readonly accessKey: string
  readonly secretKey: string
  /** Extra headers, signed unless their names are in `unsigned`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly unsigned?: readonly string[]
  readonly at: number
  readonly algorithm?: 'SDK-HMAC-SHA256' | 'SDK-HMAC-SM3' | 'V11-HMAC-SHA256'
  readonly region?: string
  readonly service?: string
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** The headers to send, with Authorization. */
export function signedHeaders(options: SigningOptions): Record<string, string> {
  const { method, url, body = '', algorithm = 'SDK-HMAC-SHA256', unsigned = [] } = options
  const digest = algorithm === 'SDK-HMAC-SM3' ? 'sm3' : 'sha256'
  const hex = (data: string | Uint8Array) => createHash(digest).update(data).digest('hex')
  const { host, pathname, searchParams } = new URL(url)
  const date = new Date(options.at).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers: Record<string, string> = { host, 'content-type': 'application/json', 'x-sdk-date': date }
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value

  const names = Object.keys(headers)
    .filter((name) => !unsigned.includes(name))
    .sort()
  const path = pathname
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/')
  const query = [...searchParams]
    .map(([k, v]) => `${encode(k)}=${encode(v)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    path.endsWith('/') ? path : `${path}/`,
    query,
    names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join(''),
    names.join(';'),
    headers['x-sdk-content-sha256'] ?? hex(body),
  ].join('\n')

  const scope = `${date.slice(0, 8)}/${options.region ?? 'cn-north-4'}/${options.service ?? 'ccm'}`
  const isDerived = algorithm === 'V11-HMAC-SHA256'
  const key = isDerived
    ? Buffer.from(hkdfSync('sha256', options.secretKey, options.accessKey, scope, 32)).toString('hex')
    : options.secretKey
  const toSign = [algorithm, date, ...(isDerived ? [scope] : []), hex(canonical)].join('\n')
  const signature = createHmac(digest, key).update(toSign).digest('hex')
  const who = isDerived ? `Credential=${options.accessKey}/${scope}` : `Access=${options.accessKey}`
  const { host: _, ...sent } = headers
  return {
    ...sent,
    authorization: `${algorithm} ${who}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}
