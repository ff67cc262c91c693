import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/certificates.ts'
import type * as shapes from '../../contract/scm-v3/shapes.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { HostedFilter } from '../../domain/ports/hosted-certificate-store.ts'
import { type Route, route } from '../wire/route.ts'
import { readPage } from './page.ts'
import { presentCertificate, presentListed } from './present.ts'

/** The SCM API's certificates, 4 of the reference. */
export const certificateRoutes = (operations: Operations): Route[] => [
  route(contract.listCertificates, operations.listHostedCertificates, {
    command: ({ query }, { now }) => ({
      filter: readFilter(query, now),
      page: readPage(query, sortKeys[query.sort_key ?? 'certUpdateTime']),
      ...readProjectFilter(query.enterprise_project_id),
      isShared: query.owned_by_self === false,
    }),
    present: ({ total, items }, scene) => ({
      certificates: items.map((certificate) => presentListed(certificate, scene)),
      total_count: total,
    }),
  }),
  route(contract.showCertificate, operations.showHostedCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentCertificate,
  }),
]

const sortKeys = { certUpdateTime: 'updated', certExpiredTime: 'end', certStatus: 'status' } as const

const dayMs = 86_400_000

function readFilter(query: Static<typeof shapes.CertificateQuery>, now: number): HostedFilter {
  const { status = 'ALL', content, deploy_support, expired_days_since: days } = query
  return {
    ...(status !== 'ALL' && { status }),
    ...(content !== undefined && { text: content }),
    ...(days && { endsAfter: now - days * dayMs }),
    ...(deploy_support && { isDeployable: true }),
  }
}

/** Of a list, where nothing and `all` mean whatever the caller may see. */
const readProjectFilter = (id: string | undefined): { readonly enterpriseProjectId?: string } =>
  id === undefined || id === 'all' ? {} : { enterpriseProjectId: id }
