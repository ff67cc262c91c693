import * as contract from '../../contract/scm-v2/certificates.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { readPemText } from '../scm/read-pem-text.ts'
import { sortKeys } from '../scm/words.ts'
import { archiveAnswer } from '../wire/archive.ts'
import { readPage } from '../wire/page.ts'
import { type InputOf, type Route, type RouteAnswer, route } from '../wire/route.ts'
import { presentCertificate, presentListed } from './present.ts'
import { readStatus } from './status.ts'

/** Certificates as they are kept. */
export const certificateRoutes = (operations: Operations): Route[] => [
  listRoute(operations),
  route(contract.showCertificate, operations.showCertificateDetails, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: presentCertificate,
  }),
  route(contract.updateCertificate, operations.changeHostedCertificate, {
    command: ({ params, body }) => ({ id: params.cert_id, ...readChange(body) }),
    present: () => ({ response_info: 'success' as const }),
  }),
  route(contract.deleteCertificate, operations.deleteHostedCertificate, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: () => ({ message: 'success' as const }),
  }),
  downloadRoute(operations),
  route(contract.uploadCertificate, operations.importHostedCertificate, {
    command: ({ body }) => ({
      name: body.cert_name,
      certificatePem: readPemText(body.cert),
      privateKeyPem: readPemText(body.private_key),
      allowsDuplicate: true,
      enterpriseProjectId: '0',
    }),
    present: (id) => ({ cert_id: id }),
  }),
  route(contract.revokeCertificate, operations.revokeOrderedCertificate, {
    command: ({ params, body }) => ({
      id: params.cert_id,
      reason: 'UNSPECIFIED' as const,
      ...(body.reason !== '' && { note: body.reason }),
    }),
    present: () => ({ message: 'success' as const }),
  }),
]

/** One call of the API for two of ours: what is there, and how many more there may be. */
const listRoute = ({ listHostedCertificates, showQuota }: Operations): Route => ({
  operation: contract.listCertificates,
  async answer(input, scene) {
    const { query } = input as InputOf<typeof contract.listCertificates>
    const { order_status: status, content: text } = query
    const { total, items } = await listHostedCertificates(scene.caller, {
      filter: {
        ...(status !== undefined && { statuses: readStatus(status) }),
        ...(text !== undefined && { text }),
      },
      page: readPage(query, sortKeys[query.sort_key ?? 'certUpdateTime']),
      isShared: false,
    })
    const { limit, used } = await showQuota(scene.caller, { kind: 'HOSTED_CERTIFICATE' })
    const order_list = items.map((certificate) => presentListed(certificate, scene))
    return { body: { total, free_remain: Math.max(0, limit - used), order_list } }
  },
})

/** The shape says which of the two is changed; the wire has judged it. */
function readChange(body: Readonly<Record<string, unknown>>) {
  const { modify_key, modify_value } = body as { readonly modify_key: string; readonly modify_value?: string }
  if (modify_key === 'DESCRIPTION') return { description: modify_value ?? null }
  return { name: modify_value ?? '' }
}

const downloadRoute = ({ exportHostedBundle }: Operations): Route => ({
  operation: contract.downloadCertificate,
  async answer(input, { caller }): Promise<RouteAnswer> {
    const { params } = input as InputOf<typeof contract.downloadCertificate>
    return archiveAnswer(await exportHostedBundle(caller, { id: params.cert_id }))
  },
})
