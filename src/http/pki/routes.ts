import type { AnswerStatus } from '../../domain/operations/revocation/answer-status.ts'
import type { FindPublishedList } from '../../domain/operations/revocation/published-lists.ts'
import type { PlainRoute } from '../wire/server-parts.ts'
import { listRoutes } from './lists.ts'
import { statusRoutes } from './status.ts'

/** Looks up a CA's certificate in DER. */
export type FindAuthorityCertificate = (authorityId: string) => Promise<Uint8Array | undefined>

export interface PublicRecords {
  readonly findCertificate: FindAuthorityCertificate
  /** The root that the built-in issuer's certificates lead to (api-answers A20). */
  readonly findBuiltInRoot: () => Promise<Uint8Array | undefined>
  readonly findList: FindPublishedList
  readonly answerStatus: AnswerStatus
}

const authorityId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What anyone may ask over plain HTTP: issuers' certificates, revocation lists, the status of certificates. */
export const pkiRoutes = ({
  findCertificate,
  findBuiltInRoot,
  findList,
  answerStatus,
}: PublicRecords): PlainRoute[] => [
  certificateRoute(findCertificate, findBuiltInRoot),
  ...listRoutes(findList),
  ...statusRoutes(answerStatus),
]

/** RFC 5280 §4.2.2.1: DER, application/pkix-cert. */
const certificateRoute = (
  find: FindAuthorityCertificate,
  findBuiltInRoot: PublicRecords['findBuiltInRoot'],
): PlainRoute => ({
  path: '/pki/:file',
  cacheControl: 'public, max-age=3600',
  async answer({ file = '' }) {
    const id = file.endsWith('.crt') ? file.slice(0, -'.crt'.length) : ''
    const certificateDer =
      id === 'builtin-root' ? await findBuiltInRoot() : authorityId.test(id) ? await find(id) : undefined
    return certificateDer && { status: 200, contentType: 'application/pkix-cert', body: certificateDer }
  },
})
