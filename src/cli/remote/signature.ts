import { createHmac, hash } from 'node:crypto'

export interface AccessKey {
  readonly accessKey: string
  readonly secretKey: string
}

/** A request as it will be sent; names of headers in lower case, with `x-sdk-date` and all that is to be signed. */
export interface UnsignedRequest {
  readonly method: string
  /** Both percent-encoded by `target.ts`, so that what is signed is what is sent. */
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const algorithm = 'SDK-HMAC-SHA256'

/** The header Authorization (client contract 2.1). */
export function authorizationOf(request: UnsignedRequest, { accessKey, secretKey }: AccessKey): string {
  const names = Object.keys(request.headers).sort()
  const toSign = [
    algorithm,
    request.headers['x-sdk-date'],
    hash('sha256', canonicalRequest(request, names)),
  ].join('\n')
  const signature = createHmac('sha256', secretKey).update(toSign).digest('hex')
  return `${algorithm} Access=${accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`
}

const canonicalRequest = (
  { method, path, query, headers, body }: UnsignedRequest,
  names: readonly string[],
): string =>
  [
    method,
    path.endsWith('/') ? path : `${path}/`,
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    hash('sha256', body),
  ].join('\n')

/** `20261120T100000Z` */
export const signingDate = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
