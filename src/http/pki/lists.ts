import type { FindPublishedList } from '../../domain/operations/revocation/published-lists.ts'
import type { PlainRoute } from '../wire/server-parts.ts'
import { isKnown, validatorHeaders } from './validators.ts'

/** Names of buckets and lists, and nothing else that a path may hold. */
const bucketForm = /^[a-z0-9][a-z0-9.-]{1,62}$/
const fileForm = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\.crl$/

/**
 * Revocation lists (RFC 5280 §4.2.1.13: DER, application/pkix-crl). Caches ask again: a new one may be there any time;
 * of one that they have they are told so.
 */
export const listRoutes = (find: FindPublishedList): PlainRoute[] => [
  {
    path: '/crl/:bucket/:file',
    cacheControl: 'no-cache',
    async answer({ bucket = '', file = '' }, request) {
      const name = fileForm.exec(file)?.[1]
      if (name === undefined || !bucketForm.test(bucket)) return undefined
      const found = await find({ bucket, name })
      if (found && isKnown(request, found)) return { status: 304, headers: validatorHeaders(found) }
      const list = await found?.read()
      return (
        list && {
          status: 200,
          contentType: 'application/pkix-crl',
          headers: validatorHeaders(list),
          body: list.der,
        }
      )
    },
  },
]
