import { DomainError } from '../domain/model/errors.ts'
import type { PublicContent, PublicReader } from '../domain/ports/public-reader.ts'

const patienceMs = 10_000
const longest = 268_435_456

/** Fetches over HTTP with no credentials and no redirects, as most who check certificates do. */
export const createPublicReader = (): PublicReader => ({
  async read(url, known) {
    try {
      return await fetchChanged(url, known)
    } catch (error) {
      if (error instanceof DomainError) throw error
      const { name, message } = error as Error
      throw failed(url, name === 'TimeoutError' ? `does not answer within ${patienceMs / 1000} s` : message)
    }
  },
})

async function fetchChanged(url: string, known: string | null): Promise<PublicContent | 'unchanged'> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(patienceMs),
    redirect: 'error',
    headers: { 'cache-control': 'no-cache', ...(known !== null && { 'if-none-match': known }) },
  })
  if (response.status === 304 && known !== null) return 'unchanged'
  if (response.status !== 200) throw failed(url, `answers ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > longest) throw failed(url, 'is too long')
  return {
    content: new Uint8Array(await response.arrayBuffer()),
    entityTag: response.headers.get('etag'),
  }
}

const failed = (url: string, reason: string) =>
  new DomainError('public-address-failed', { reason: `${url} ${reason}` })
