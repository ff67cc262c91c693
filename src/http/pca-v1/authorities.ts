import * as contract from '../../contract/pca-v1/authorities.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { readPage } from '../wire/page.ts'
import { type Route, route } from '../wire/route.ts'
import { pemText } from './pem-text.ts'
import { presentAuthority, presentQuota } from './present.ts'
import { readActivation, readCreation } from './read-authority.ts'
import { readEnterpriseProject, readProjectFilter } from './read-fields.ts'

/** The PCA API's CAs, 4.1.1 of the reference. */
export const authorityRoutes = (operations: Operations): Route[] => [
  route(contract.createAuthority, operations.createAuthority, {
    command: ({ body }) => readCreation(body),
    present: (id) => ({ ca_id: id }),
  }),
  route(contract.orderAuthorities, operations.orderAuthorities, {
    command: ({ body }) => ({
      count: body.subscription_num,
      enterpriseProjectId: readEnterpriseProject(body.enterprise_project_id),
    }),
    present: ({ orderId, authorityIds }) => ({ order_id: orderId, ca_ids: [...authorityIds] }),
  }),
  route(contract.listAuthorities, operations.listAuthorities, {
    command: ({
      query: { name, status, type, enterprise_project_id, sort_key = 'create_time', ...page },
    }) => ({
      filter: { ...(name && { name }), ...(status && { status }), ...(type && { type }) },
      page: readPage(page, sort_key === 'ca_type' ? 'type' : sort_key),
      ...readProjectFilter(enterprise_project_id),
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
    command: ({ params, body }) => readActivation(params.ca_id, body),
  }),
  route(contract.exportAuthorityRequest, operations.exportAuthorityRequest, {
    command: ({ params }) => ({ id: params.ca_id }),
    present: (requestPem) => ({ csr: pemText(requestPem) }),
  }),
  route(contract.importAuthority, operations.importAuthority, {
    command: ({ params, body: { certificate, certificate_chain } }) => ({
      id: params.ca_id,
      certificatePem: certificate,
      ...(certificate_chain !== undefined && { chainPem: certificate_chain }),
    }),
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
