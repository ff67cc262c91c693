import { createHmac, hash } from 'node:crypto'

/** A pair of Huawei Cloud. */
export interface AccessKey {
  readonly accessKey: string
  readonly secretKey: string
}

export interface UnsignedRequest {
  readonly method: string
  readonly url: URL
  /** Names in lower case; all of them are signed, so `x-sdk-date` is among them. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const algorithm = 'SDK-HMAC-SHA256'

/** The header Authorization of a request to Huawei Cloud, as its SDKs make it. */
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

const canonicalRequest = ({ method, url, headers, body }: UnsignedRequest, names: readonly string[]) =>
  [
    method,
    canonicalPath(url.pathname),
    canonicalQuery([...url.searchParams]),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    hash('sha256', body),
  ].join('\n')

/** Each segment decoded, then encoded by one rule; with a closing slash. */
function canonicalPath(path: string): string {
  const segments = path.split('/').map((segment) => encode(decodeURIComponent(segment)))
  return segments.at(-1) === '' ? segments.join('/') : `${segments.join('/')}/`
}

/** By name, then by value; sent in the same form, there is nothing to misread. */
export const canonicalQuery = (entries: readonly (readonly [name: string, value: string])[]): string =>
  entries
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&')

const order = (left: string, right: string) => Number(left > right) - Number(left < right)

/** RFC 3986's unreserved characters stay; `encodeURIComponent` leaves five more. */
const encode = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** `20261120T100000Z`, of ms since the epoch. */
export const signingDate = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
