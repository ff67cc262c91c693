import { request as askInTheClear, type IncomingMessage } from 'node:http'
import { request as askOverTls } from 'node:https'
import { DomainError } from '../../domain/model/errors.ts'
import { refused, silent, unreachable } from './failure.ts'

export interface PeerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Empty for none. */
  readonly body: string
  /** PEM of whom TLS trusts; null for the public authorities. */
  readonly certificates: string | null
  readonly patienceMs: number
}

export interface PeerAnswer {
  readonly status: number
  readonly text: string
}

const longest = 16_777_216

/**
 * Asks a target over HTTP, once and on a connection of its own; redirects are answers like others. Throws
 * `target-unreachable` where nothing whole comes in time.
 */
export async function askPeer(request: PeerRequest): Promise<PeerAnswer> {
  const signal = AbortSignal.timeout(request.patienceMs)
  try {
    const response = await send(request, signal)
    return { status: response.statusCode ?? 0, text: await readText(response) }
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw signal.aborted ? silent(request.patienceMs) : unreachable(error)
  }
}

function send(
  { method, url, headers, body, certificates }: PeerRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? askOverTls : askInTheClear
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = start(url, {
    method,
    signal,
    agent: false,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    ...(certificates !== null && { ca: certificates }),
  })
  request.on('response', resolve)
  request.on('error', reject)
  request.on('close', () => reject(new Error('closed')))
  request.end(body)
  return promise
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longest) throw refused('answers too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export type Fields = Readonly<Record<string, unknown>>

/** Undefined for what is no JSON object. */
export function objectIn(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
