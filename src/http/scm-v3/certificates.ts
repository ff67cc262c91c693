import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/certificates.ts'
import type * as shapes from '../../contract/scm-v3/shapes.ts'
import type {
  ImportHostedCertificateCommand,
  KeptAs,
} from '../../domain/operations/hosted-certificate/import-hosted-certificate.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { HostedFilter } from '../../domain/ports/hosted-certificate-store.ts'
import { readPemText } from '../scm/read-pem-text.ts'
import { sortKeys } from '../scm/words.ts'
import { readPage } from '../wire/page.ts'
import { type Route, route } from '../wire/route.ts'
import { presentCertificate, presentExported, presentListed } from './present.ts'

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
  route(contract.importCertificate, operations.importHostedCertificate, {
    command: ({ body }) => readImport(body),
    present: (id) => ({ certificate_id: id }),
  }),
  route(contract.showCertificate, operations.showCertificateDetails, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentCertificate,
  }),
  route(contract.exportCertificate, operations.exportHostedCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentExported,
  }),
  route(contract.deleteCertificate, operations.deleteHostedCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
  }),
]

function readImport(body: Static<typeof contract.ImportBody>): ImportHostedCertificateCommand {
  const { certificate_chain: chain, enc_certificate, enc_private_key } = body
  return {
    ...readKeptAs(body),
    certificatePem: readPemText(body.certificate),
    ...(chain !== undefined && { chainPem: readPemText(chain) }),
    privateKeyPem: readPemText(body.private_key),
    ...(enc_certificate !== undefined && { encryptionCertificatePem: readPemText(enc_certificate) }),
    ...(enc_private_key !== undefined && { encryptionKeyPem: readPemText(enc_private_key) }),
  }
}

/** What every import says of how the certificate is to be kept. */
export const readKeptAs = ({
  name,
  duplicate_check,
  enterprise_project_id = 'all',
}: Pick<
  Static<typeof contract.ImportBody>,
  'name' | 'duplicate_check' | 'enterprise_project_id'
>): KeptAs => ({
  name,
  allowsDuplicate: duplicate_check ?? true,
  // the reference lists all among the values, where it can mean nothing but the default one
  enterpriseProjectId: enterprise_project_id === 'all' ? '0' : enterprise_project_id,
})

/** One word for both (api-answers A15). */
const checking = ['CHECKING', 'CHECKING_DOMAIN'] as const

const dayMs = 86_400_000

function readFilter(query: Static<typeof shapes.CertificateQuery>, now: number): HostedFilter {
  const { status = 'ALL', content, deploy_support, expired_days_since: days } = query
  return {
    ...(status !== 'ALL' && { statuses: status === 'CHECKING' ? checking : [status] }),
    ...(content !== undefined && { text: content }),
    ...(days && { endsAfter: now - days * dayMs }),
    ...(deploy_support && { isDeployable: true }),
  }
}

/** Of a list, where nothing and `all` mean whatever the caller may see. */
const readProjectFilter = (id: string | undefined): { readonly enterpriseProjectId?: string } =>
  id === undefined || id === 'all' ? {} : { enterpriseProjectId: id }
