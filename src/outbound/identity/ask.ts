import { DomainError } from '../../domain/model/errors.ts'
import { exchange, type Reply } from '../exchange.ts'

export interface Question {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent as a form; without one it is a GET. */
  readonly form?: URLSearchParams
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
  async ({ url, headers, form }) => {
    try {
      return await exchange({
        url,
        method: form ? 'POST' : 'GET',
        headers: {
          accept: 'application/json',
          ...headers,
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: form?.toString(),
        certificates: settings.certificates,
        signal: AbortSignal.timeout(settings.patienceMs),
      })
    } catch (error) {
      throw misunderstood(url, (error as Error).message)
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
