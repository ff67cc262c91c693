import { request as askInTheClear, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as askOverTls } from 'node:https'
import { DomainError } from '../../domain/model/errors.ts'

const longest = 1_048_576

export interface Question {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent as a form; without one it is a GET. */
  readonly form?: URLSearchParams
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export type Ask = (question: Question) => Promise<Reply>

export interface AskSettings {
  /** PEM of whom TLS trusts instead of the public authorities. */
  readonly certificates: string | null
  readonly patienceMs: number
}

/**
 * Asks identity services, which the administrator chose. Redirects are not followed, for what is sent is a secret.
 * Throws `identity-store-failed` where nothing whole comes in time.
 */
export const createAsk =
  (settings: AskSettings): Ask =>
  async (question) => {
    try {
      const response = await send(settings, question)
      const text = await readText(response)
      return { status: response.statusCode ?? 0, headers: response.headers, text }
    } catch (error) {
      throw misunderstood(question.url, (error as Error).message)
    }
  }

/** The service said nothing that can be understood; the reason is for the log. */
export const misunderstood = (url: string, reason: string) =>
  new DomainError('identity-store-failed', { reason: `${url} ${reason}` })

/** Throws `identity-store-failed` for what is no JSON object. */
export function readObject(url: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>
    }
  } catch {
    // said below
  }
  throw misunderstood(url, 'answers no JSON object')
}

function send(
  { certificates, patienceMs }: AskSettings,
  { url, headers, form }: Question,
): Promise<IncomingMessage> {
  const ask = url.startsWith('https:') ? askOverTls : askInTheClear
  const body = form?.toString()
  const options = {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    signal: AbortSignal.timeout(patienceMs),
    ...(certificates !== null && { ca: certificates }),
  }
  return new Promise((resolve, reject) => {
    ask(url, options, resolve).on('error', reject).end(body)
  })
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
