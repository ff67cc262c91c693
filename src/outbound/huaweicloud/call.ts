import { request as askInTheClear, type IncomingMessage } from 'node:http'
import { request as askOverTls } from 'node:https'
import type { Clock } from '../../domain/ports/clock.ts'
import { type AccessKey, authorizationOf, canonicalQuery, signingDate } from './sign-request.ts'

const patienceMs = 10_000
const longest = 4_194_304

/** A service of Huawei Cloud, as the administrator's settings name it. */
export interface CloudService extends AccessKey {
  /** `https://dns.cn-north-4.myhuaweicloud.com`, without a closing slash. */
  readonly endpoint: string
  /** Null for the project that the service takes by itself. */
  readonly projectId: string | null
  /** PEM of whom TLS trusts; null for the public authorities. */
  readonly certificates: string | null
}

export interface CloudCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Calls one operation; what it answers was read from JSON, `null` where it answers nothing. */
export type CallCloud = (call: CloudCall) => Promise<unknown>

/**
 * Calls an API of Huawei Cloud, signed with the pair. Throws an Error that says what was answered, in the service's own
 * words, where that is no success, or why nothing came.
 */
export const createCloudCaller =
  (service: CloudService, clock: Pick<Clock, 'now'>): CallCloud =>
  async ({ method, path, query = {}, body }) => {
    const url = new URL(service.endpoint + path)
    url.search = canonicalQuery(Object.entries(query))
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = {
      'content-type': 'application/json',
      host: url.host,
      'x-sdk-date': signingDate(clock.now()),
      ...(service.projectId !== null && { 'x-project-id': service.projectId }),
    }
    const authorization = authorizationOf({ method, url, headers, body: text }, service)
    const response = await send(service, url, method, { ...headers, authorization }, text)
    const answer = await readText(response)
    const { statusCode = 0 } = response
    if (statusCode >= 200 && statusCode < 300) return answer === '' ? null : parse(answer)
    throw new Error(`${url.host} answers ${statusCode} ${complaintOf(answer)}`.trim())
  }

function send(
  { certificates }: CloudService,
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? askOverTls : askInTheClear
  const signal = AbortSignal.timeout(patienceMs)
  const length = Buffer.byteLength(body)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = start(url, {
    method,
    signal,
    // calls are minutes apart, and a connection that was kept may be gone by then
    agent: false,
    headers: { ...headers, 'content-length': length },
    ...(certificates !== null && { ca: certificates }),
  })
  request.on('response', resolve)
  request.on('error', ({ message }) =>
    reject(
      new Error(`${url.host} ${signal.aborted ? `does not answer within ${patienceMs / 1000} s` : message}`),
    ),
  )
  request.on('close', () => reject(new Error(`${url.host} closed the connection without an answer`)))
  request.end(body)
  return promise
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longest) throw new Error('answers too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('answers no JSON')
  }
}

/** Services and the gateway before them name code and message differently. */
function complaintOf(text: string): string {
  try {
    const answer = JSON.parse(text) as Readonly<Record<string, unknown>>
    const words = [answer['code'] ?? answer['error_code'], answer['message'] ?? answer['error_msg']]
    return words.filter((word) => typeof word === 'string').join(' ')
  } catch {
    return ''
  }
}
