import type { PlainRoute } from '../wire/server-parts.ts'

/** What lies in a bucket under a name; undefined where no list is published. */
export type ReadPublishedList = (place: {
  readonly bucket: string
  readonly name: string
}) => Promise<Uint8Array | undefined>

const ending = '.crl'

/** Revocation lists (RFC 5280 §4.2.1.13: DER, application/pkix-crl). Caches ask again: a new one may be there any time. */
export const listRoutes = (read: ReadPublishedList): PlainRoute[] => [
  {
    path: '/crl/:bucket/:file',
    cacheControl: 'no-cache',
    async answer({ bucket = '', file = '' }) {
      if (!file.endsWith(ending)) return undefined
      const der = await read({ bucket, name: file.slice(0, -ending.length) })
      return der && { status: 200, contentType: 'application/pkix-crl', body: der }
    },
  },
]
