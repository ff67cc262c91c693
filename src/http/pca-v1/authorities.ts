import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/pca-v1/authorities.ts'
import { authorityName } from '../../domain/model/distinguished-name.ts'
import { authorityKeyUsages } from '../../domain/model/key-usage.ts'
import type { Certification } from '../../domain/operations/authority/certify-subordinate.ts'
import type { CreateAuthorityCommand } from '../../domain/operations/authority/create-authority.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import { readPage } from './page.ts'
import { pemText } from './pem-text.ts'
import { presentAuthority, presentQuota } from './present.ts'
import { checkRevocationList, readEnterpriseProject, readName, readValidity } from './read-fields.ts'

/** The PCA API's CAs, 4.1.1 of the reference. */
export const authorityRoutes = (operations: Operations): Route[] => [
  route(contract.createAuthority, operations.createAuthority, {
    command: ({ body }) => readCreation(body),
    present: (id) => ({ ca_id: id }),
  }),
  route(contract.listAuthorities, operations.listAuthorities, {
    command: ({ query: { name, status, type, sort_key = 'create_time', ...page } }) => ({
      filter: { ...(name && { name }), ...(status && { status }), ...(type && { type }) },
      page: readPage(page, sort_key === 'ca_type' ? 'type' : sort_key),
    }),
    present: ({ total, items }, scene) => ({
      total,
      certificate_authorities: items.map((authority) => presentAuthority(authority, scene)),
    }),
  }),
  route(contract.showAuthorityQuota, operations.showQuota, {
    command: () => ({ kind: 'CERTIFICATE_AUTHORITY' as const }),
    present: presentQuota,
  }),
  route(contract.showAuthority, operations.showAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
    present: presentAuthority,
  }),
  route(contract.activateAuthority, operations.activateAuthority, {
    command: ({ params, body }) => {
      const certification = readCertification(body)
      readEnterpriseProject(body.enterprise_project_id)
      return { id: params.ca_id, ...certification }
    },
  }),
  route(contract.exportAuthorityRequest, operations.exportAuthorityRequest, {
    command: ({ params }) => ({ id: params.ca_id }),
    present: (requestPem) => ({ csr: pemText(requestPem) }),
  }),
  route(contract.disableAuthority, operations.disableAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
  }),
  route(contract.enableAuthority, operations.enableAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
  }),
  route(contract.deleteAuthority, operations.deleteAuthority, {
    command: ({ params, query }) => ({ id: params.ca_id, pendingDays: query.pending_days }),
  }),
  route(contract.restoreAuthority, operations.restoreAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
  }),
  route(contract.revokeAuthority, operations.revokeAuthority, {
    command: ({ params, body }) => ({ id: params.ca_id, reason: body.reason ?? 'UNSPECIFIED' }),
  }),
  route(contract.releaseAuthority, operations.releaseAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
  }),
  route(contract.exportAuthority, operations.exportAuthority, {
    command: ({ params }) => ({ id: params.ca_id }),
    present: ({ certificatePem, chainPem }) => ({
      certificate: pemText(certificatePem),
      certificate_chain: chainPem && pemText(chainPem),
    }),
  }),
]

type RootBody = Static<typeof contract.RootBody>
type ActiveBody = Static<typeof contract.ActiveSubordinateBody>
type PendingBody = Static<typeof contract.PendingSubordinateBody>

/** The contract chose the shape by the same three facts: the type, and what a certification needs. */
function readCreation(body: Record<string, unknown>): CreateAuthorityCommand {
  const { distinguished_name, key_algorithm, crl_configuration, enterprise_project_id } = body as PendingBody
  const common = {
    subject: authorityName(readName(distinguished_name)),
    keyAlgorithm: key_algorithm,
  }
  const kind = readKind(body, common)
  checkRevocationList(crl_configuration)
  return { ...kind, enterpriseProjectId: readEnterpriseProject(enterprise_project_id) }
}

type Common = Pick<CreateAuthorityCommand, 'subject' | 'keyAlgorithm'>
type WithoutProject<Command> = Command extends unknown ? Omit<Command, 'enterpriseProjectId'> : never

function readKind(body: Record<string, unknown>, common: Common): WithoutProject<CreateAuthorityCommand> {
  if (body['type'] === 'ROOT') {
    const { signature_algorithm, validity } = body as RootBody
    return {
      ...common,
      kind: 'root',
      signatureHash: signature_algorithm,
      validity: readValidity(validity, 'root'),
    }
  }
  if (['issuer_id', 'signature_algorithm', 'validity'].every((field) => body[field] !== undefined)) {
    return { ...common, kind: 'active-subordinate', ...readCertification(body as ActiveBody) }
  }
  return {
    ...common,
    kind: 'pending-subordinate',
    signatureHash: (body as PendingBody).signature_algorithm ?? null,
  }
}

type CertificationBody = Pick<
  ActiveBody,
  'issuer_id' | 'signature_algorithm' | 'validity' | 'path_length' | 'key_usages' | 'crl_configuration'
>

function readCertification(body: CertificationBody): Certification {
  const validity = readValidity(body.validity, 'other')
  const keyUsages = body.key_usages?.length ? body.key_usages : authorityKeyUsages
  checkRevocationList(body.crl_configuration)
  return {
    issuerId: body.issuer_id,
    signatureHash: body.signature_algorithm,
    validity,
    pathLength: body.path_length ?? 0,
    keyUsages,
  }
}
