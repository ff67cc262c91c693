import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/orders.ts'
import * as renewals from '../../contract/scm-v3/renewals.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { ApplyCommand } from '../../domain/operations/order/apply-for-certificate.ts'
import type { BuyCertificatesCommand } from '../../domain/operations/order/buy-certificates.ts'
import { readApplication } from '../scm/application.ts'
import { presentCancelled, presentPurchase } from '../scm/words.ts'
import { type Route, route } from '../wire/route.ts'
import { requestAlgorithm } from './key-algorithm.ts'

/** From buying a certificate to giving it back. */
export const orderRoutes = (operations: Operations): Route[] => [
  route(contract.subscribeCertificate, operations.buyCertificates, {
    command: ({ body }) => readPurchase(body),
    present: presentPurchase,
  }),
  route(contract.applyCertificate, operations.applyForCertificate, {
    command: ({ params, body }) => readApply(params.certificate_id, body),
    present: () => ({ request_info: 'success' as const }),
  }),
  route(contract.cancelCertificateRequest, operations.cancelApplication, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: presentCancelled,
  }),
  route(contract.unsubscribeCertificate, operations.unsubscribe, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: () => ({ unsubscribe_results: 'SUCCESS' as const }),
  }),
  route(renewals.revokeCertificate, operations.revokeOrderedCertificate, {
    command: ({ params, body }) => ({ id: params.certificate_id, reason: body.reason ?? 'UNSPECIFIED' }),
  }),
  route(renewals.renewCertificate, operations.renewNow, {
    command: ({ params }) => ({ id: params.certificate_id }),
  }),
  route(renewals.updateAutoRenewal, operations.switchRenewal, {
    command: ({ params, body }) => ({ id: params.certificate_id, isOn: body.enabled }),
  }),
  route(renewals.rehearseRenewal, operations.rehearse, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: (steps) => ({
      is_fine: steps.every(({ isFine }) => isFine),
      steps: steps.map(({ isFine, ...step }) => ({ ...step, is_fine: isFine })),
    }),
  }),
]

const readPurchase = (body: Static<typeof contract.SubscribeBody>): BuyCertificatesCommand => ({
  brand: body.cert_brand,
  type: body.cert_type,
  domainType: body.domain_type,
  years: body.effective_time,
  nameCount: body.domain_numbers,
  primary: body.primary_domain_type ?? null,
  plainCount: body.single_domain_number ?? null,
  wildcardCount: body.wildcard_domain_number ?? null,
  count: body.order_number,
  tags: body.tags ?? [],
  enterpriseProjectId: body.enterprise_project_id ?? '0',
})

const readApply = (id: string, body: Static<typeof contract.ApplyBody>): ApplyCommand => ({
  id,
  ...readApplication(body),
  method: body.domain_method ?? 'DNS',
  placesRecords: body.auto_dns_auth ?? false,
  keyAlgorithm: requestAlgorithm(body.key_algorithm ?? 'RSA_2048'),
})
