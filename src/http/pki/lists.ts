import type { PlainRoute } from '../wire/server-parts.ts'

/** What lies in a bucket under a name; undefined where no list is published. */
export type ReadPublishedList = (place: {
  readonly bucket: string
  readonly name: string
}) => Promise<Uint8Array | undefined>

/** Names of buckets and lists, and nothing else that a path may hold. */
const bucketForm = /^[a-z0-9][a-z0-9.-]{1,62}$/
const fileForm = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\.crl$/

/** Revocation lists (RFC 5280 §4.2.1.13: DER, application/pkix-crl). Caches ask again: a new one may be there any time. */
export const listRoutes = (read: ReadPublishedList): PlainRoute[] => [
  {
    path: '/crl/:bucket/:file',
    cacheControl: 'no-cache',
    async answer({ bucket = '', file = '' }) {
      const name = fileForm.exec(file)?.[1]
      if (name === undefined || !bucketForm.test(bucket)) return undefined
      const der = await read({ bucket, name })
      return der && { status: 200, contentType: 'application/pkix-crl', body: der }
    },
  },
]
