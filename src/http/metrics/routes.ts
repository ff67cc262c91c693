import { DomainError } from '../../domain/model/errors.ts'
import { bearerOf } from '../wire/bearer.ts'
import type { PlainAnswer, PlainRequest, PlainRoute } from '../wire/server-parts.ts'

export interface MetricsAccess {
  /** Compares in constant time. */
  readonly isToken: (text: string) => boolean
  /** Throws a `DomainError` for a token of the API that may not see the metrics. */
  readonly authenticate: (origin: PlainRequest['origin'], token: string) => Promise<void>
}

/** What a collector gets. */
export type ShowMetrics = () => Promise<{ readonly contentType: string; readonly text: string }>

/**
 * `GET /metrics`, for whoever shows the token that was set for it (`Authorization: Bearer`) or that of an
 * administrator of the installation (`X-Auth-Token`): labels name the CAs of all accounts.
 */
export const metricsRoutes = (access: MetricsAccess, show: ShowMetrics): PlainRoute[] => [
  {
    path: '/metrics',
    cacheControl: 'no-store',
    async answer(_params, request) {
      const refusal = await refusalOf(access, request)
      if (refusal) return refusal
      const { contentType, text } = await show()
      return { status: 200, contentType, body: text }
    },
  },
]

async function refusalOf(access: MetricsAccess, request: PlainRequest): Promise<PlainAnswer | undefined> {
  const bearer = bearerOf(request.headers)
  if (bearer !== undefined && access.isToken(bearer)) return undefined
  const token = textOf(request, 'x-auth-token')
  if (token === '') return unknownCaller
  try {
    await access.authenticate(request.origin, token)
    return undefined
  } catch (error) {
    const code = error instanceof DomainError ? error.code : undefined
    if (code === 'action-denied')
      return refusal(403, 'These figures are for administrators of the installation.')
    if (code === 'token-invalid' || code === 'account-disabled') return unknownCaller
    throw error
  }
}

/** A header that comes twice says nothing. */
function textOf({ headers }: PlainRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

const refusal = (status: number, words: string, headers: PlainAnswer['headers'] = {}): PlainAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  headers,
  body: `${words}\n`,
})

const unknownCaller = refusal(401, 'A token is needed to see these figures.', {
  'www-authenticate': 'Bearer',
})
