import type { AnswerOf } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/pushed-certificates.ts'
import type { Deployment } from '../../domain/model/push.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route, type Scene } from '../wire/route.ts'

/** What was pushed, as ELB and WAF show it. */
export const pushedCertificateRoutes = (operations: Operations): Route[] => [
  route(contract.showElbCertificate, operations.showDeployed, {
    command: ({ params }) => ({ service: 'ELB' as const, resourceId: params.certificate_id }),
    present: presentElb,
  }),
  route(contract.deleteElbCertificate, operations.removeDeployed, {
    command: ({ params }) => ({ service: 'ELB' as const, resourceId: params.certificate_id }),
  }),
  route(contract.showWafCertificate, operations.showDeployed, {
    command: ({ params }) => ({ service: 'WAF' as const, resourceId: params.certificate_id }),
    present: presentWaf,
  }),
  route(contract.deleteWafCertificate, operations.removeDeployed, {
    command: ({ params }) => ({ service: 'WAF' as const, resourceId: params.certificate_id }),
  }),
]

/** `2026-11-30T00:00:00Z` */
const seconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`
const hidden = '******'

const presentElb = (
  deployment: Deployment,
  { caller }: Scene,
): AnswerOf<typeof contract.showElbCertificate> => ({
  certificate: {
    id: deployment.resourceId,
    name: deployment.resourceName,
    description: '',
    type: 'server',
    domain: deployment.domains.join(','),
    certificate: deployment.certificatePem,
    private_key: hidden,
    fingerprint: deployment.fingerprint,
    expire_time: seconds(deployment.notAfter),
    created_at: seconds(deployment.pushedAt),
    updated_at: seconds(deployment.pushedAt),
    project_id: caller.project?.id ?? '',
    scm_certificate_id: deployment.certificateId,
    source: 'scm',
  },
  request_id: caller.requestId,
})

const monthMs = 30 * 86_400_000

function presentWaf(
  { resourceId, resourceName, certificatePem, notAfter, pushedAt }: Deployment,
  { now }: Scene,
): AnswerOf<typeof contract.showWafCertificate> {
  return {
    id: resourceId,
    name: resourceName,
    content: certificatePem,
    key: hidden,
    timestamp: pushedAt,
    expire_time: notAfter,
    exp_status: notAfter <= now ? 1 : notAfter - now < monthMs ? 2 : 0,
    bind_host: [],
  }
}
