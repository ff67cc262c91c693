import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/pca-v1/certificates.ts'
import type { Caller } from '../../domain/model/caller.ts'
import type { CustomizedExtension } from '../../domain/model/certificate-profile.ts'
import { certificateName } from '../../domain/model/distinguished-name.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { ExtendedKeyUsage } from '../../domain/model/key-usage.ts'
import type { CertifyByRequestCommand } from '../../domain/operations/authority/certify-by-request.ts'
import type { IssueCertificateCommand } from '../../domain/operations/certificate/issue-certificate.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { readPage } from '../wire/page.ts'
import { type Route, route } from '../wire/route.ts'
import { exportRoute } from './export.ts'
import { pemText } from './pem-text.ts'
import { presentCertificate, presentQuota } from './present.ts'
import {
  readAlternativeNames,
  readEnterpriseProject,
  readName,
  readProjectFilter,
  readValidity,
} from './read-fields.ts'

/** The PCA API's private certificates, 4.1.2 of the reference. */
export const certificateRoutes = (operations: Operations): Route[] => [
  route(contract.issueCertificate, operations.issueCertificate, {
    command: ({ body }) => readIssue(body),
    present: (id) => ({ certificate_id: id }),
  }),
  route(contract.listCertificates, operations.listCertificates, {
    command: ({ query }) => {
      const { name, status, issuer_id, enterprise_project_id, sort_key = 'create_time', ...page } = query
      return {
        filter: { ...(name && { name }), ...(status && { status }) },
        page: readPage(page, sort_key),
        ...(issuer_id && { issuerId: issuer_id }),
        ...readProjectFilter(enterprise_project_id),
      }
    },
    present: ({ total, items }, scene) => ({
      total,
      certificates: items.map((certificate) => presentCertificate(certificate, scene)),
    }),
  }),
  route(contract.issueCertificateByRequest, issueByRequest(operations), {
    command: ({ body }) => ({
      type: body.type ?? 'ENTITY_CERT',
      issuerId: body.issuer_id,
      requestPem: body.csr,
      validity: readValidity(body.validity, 'other'),
      pathLength: body.path_length ?? 0,
      enterpriseProjectId: readEnterpriseProject(body.enterprise_project_id),
    }),
    present: (id) => ({ certificate_id: id }),
  }),
  route(contract.parseCertificateRequest, operations.parseCertificateRequest, {
    command: ({ body }) => ({ requestPem: body.csr }),
    present: ({ subject, publicKey, publicKeyPem, signatureAlgorithm }) => ({
      distinguished_name: {
        country: subject.country,
        state: subject.state,
        locality: subject.locality,
        organization: subject.organization,
        organizational_unit: subject.organizationalUnit,
        common_name: subject.commonName,
      },
      public_key: pemText(publicKeyPem),
      key_algorithm: publicKey.family,
      key_algorithm_length: publicKey.bits,
      signature_algorithm: signatureAlgorithm,
    }),
  }),
  route(contract.showCertificateQuota, operations.showQuota, {
    command: () => ({ kind: 'CERTIFICATE' as const }),
    present: presentQuota,
  }),
  route(contract.showCertificate, operations.showCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentCertificate,
  }),
  exportRoute(operations),
  route(contract.revokeCertificate, operations.revokeCertificate, {
    command: ({ params, body }) => ({ id: params.certificate_id, reason: body.reason ?? 'UNSPECIFIED' }),
  }),
  route(contract.releaseCertificate, operations.releaseCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
  }),
  route(contract.deleteCertificate, operations.deleteCertificate, {
    command: ({ params }) => ({ id: params.certificate_id }),
  }),
]

type IssueBody = Static<typeof contract.IssueBody>

function readIssue(body: IssueBody): IssueCertificateCommand {
  return {
    issuerId: body.issuer_id,
    keyAlgorithm: body.key_algorithm ?? 'RSA2048',
    signatureHash: body.signature_algorithm ?? 'SHA256',
    subject: certificateName(readName(body.distinguished_name)),
    validity: readValidity(body.validity, 'other'),
    keyUsages: body.key_usages ?? [],
    alternativeNames: readAlternativeNames(body.subject_alternative_names),
    extendedKeyUsages: readPurposes(body.extended_key_usage),
    customizedExtension: readExtension(body.customized_extension),
    enterpriseProjectId: readEnterpriseProject(body.enterprise_project_id),
  }
}

const purposes = {
  server_auth: 'serverAuth',
  client_auth: 'clientAuth',
  code_signing: 'codeSigning',
  email_protection: 'emailProtection',
  time_stamping: 'timeStamping',
  smart_card_logon: 'smartCardLogon',
} as const satisfies Record<keyof NonNullable<IssueBody['extended_key_usage']>, ExtendedKeyUsage>

function readPurposes(flags: IssueBody['extended_key_usage'] = {}): ExtendedKeyUsage[] {
  const names = Object.keys(purposes) as (keyof typeof purposes)[]
  return names.filter((name) => flags[name] === true).map((name) => purposes[name])
}

/** Both fields or neither; Terraform sends both empty, which means neither. */
function readExtension(extension: IssueBody['customized_extension']): CustomizedExtension | null {
  const { object_identifier, value } = extension ?? {}
  if (object_identifier === undefined && value === undefined) return null
  if (object_identifier === undefined) throw invalid('customized_extension.object_identifier', 'is required')
  if (value === undefined) throw invalid('customized_extension.value', 'is required')
  return { objectIdentifier: object_identifier, value }
}

/** One call of the API for two of ours. */
const issueByRequest =
  ({ issueCertificateByRequest, certifyAuthorityByRequest }: Operations) =>
  (
    caller: Caller,
    { type, ...command }: CertifyByRequestCommand & { readonly type: 'ENTITY_CERT' | 'INTERMEDIATE_CA' },
  ) =>
    type === 'INTERMEDIATE_CA'
      ? certifyAuthorityByRequest(caller, command)
      : issueCertificateByRequest(caller, command)

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
