import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/pushes.ts'
import type { Push } from '../../domain/model/push.ts'
import { type PushResource, type PushService, pushServices } from '../../domain/model/push-place.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { PushOutcome } from '../../domain/operations/push/push-certificate.ts'
import type { ListedPush } from '../../domain/ports/push-store.ts'
import { refusalText } from '../scm/errors.ts'
import { type Route, route } from '../wire/route.ts'
import { presentDeployed } from './present-deployed.ts'

const defaultLimit = 10

/** Certificates put to use. */
export const pushRoutes = (operations: Operations): Route[] => [
  route(contract.pushCertificate, operations.pushCertificate, {
    command: ({ params, body }) => ({
      id: params.certificate_id,
      service: serviceOf(body.target_service),
      project: body.target_project,
    }),
  }),
  route(contract.batchPushCertificate, operations.pushToProjects, {
    command: ({ params, body }) => ({
      id: params.certificate_id,
      service: serviceOf(body.target_service),
      projects: body.target_projects,
    }),
    present: (outcomes) => ({
      results: outcomes.map(({ destination, resourceId, failure }) => ({
        project_name: destination.project,
        cert_id: failure ? '' : (resourceId ?? ''),
        message: failure ? refusalText(failure) : 'success',
      })),
    }),
  }),
  route(contract.deployCertificate, operations.deployCertificate, {
    command: ({ params, body }) => ({
      id: params.certificate_id,
      service: serviceOf(body.service_name),
      project: body.project_name ?? '',
      resources: body.resources.map(readResource),
    }),
    present: (outcomes) => ({ failure_list: outcomes.flatMap(presentFailure) }),
  }),
  route(contract.listDeployedResources, operations.listDeployed, {
    command: ({ body }) => ({ ids: body.certificate_ids, services: servicesOf(body.service_names) }),
    present: (found) => ({ results: found.map(presentDeployed) }),
  }),
  route(contract.listPushes, operations.listPushes, {
    command: ({ params }) => ({ id: params.certificate_id }),
    present: (pushes) => ({ pushes: pushes.map(presentPush) }),
  }),
  route(contract.listAllPushes, operations.listAllPushes, {
    command: ({ query: { limit = defaultLimit, offset = 0, status, current } }) => ({
      filter: { ...(status && { state: status }), ...(current && { isCurrent: true as const }) },
      page: { limit, offset },
    }),
    present: ({ total, items }) => ({ pushes: items.map(presentPushOfAccount), total_count: total }),
  }),
]

/** The shape lets no other words through. */
const serviceOf = (word: string): PushService => word.toUpperCase() as PushService

const servicesOf = (words: readonly string[]): readonly PushService[] =>
  words.includes('ALL')
    ? pushServices
    : pushServices.filter((service) => words.map(serviceOf).includes(service))

const readResource = (resource: Static<typeof contract.Resource>): PushResource => ({
  id: resource.id ?? null,
  hostType: resource.type ?? null,
  domainName: resource.domain_name ?? null,
  enterpriseProjectId: resource.enterprise_project_id ?? null,
})

function presentFailure({ destination: { resource }, failure }: PushOutcome) {
  if (!failure) return []
  const shown = {
    id: resource?.id ?? null,
    type: resource?.hostType ?? null,
    domain_name: resource?.domainName ?? null,
    enterprise_project_id: resource?.enterpriseProjectId ?? null,
  }
  return [{ resource: shown, failure_info: refusalText(failure) }]
}

const presentPush = (push: Push): Static<typeof contract.Push> => ({
  id: push.id,
  target_service: push.service,
  target_project: push.project,
  resource: push.resource?.id ?? push.resource?.domainName ?? null,
  cause: push.cause,
  status: push.state,
  fingerprint: push.fingerprint,
  resource_id: push.resourceId,
  failure: push.failure?.reason ?? null,
  proof: push.proof ?? null,
  attempts: push.attempts,
  start_time: push.startedAt,
  finish_time: push.finishedAt,
})

const presentPushOfAccount = ({
  push,
  certificateName,
}: ListedPush): Static<typeof contract.PushOfAccount> => ({
  ...presentPush(push),
  certificate_id: push.certificateId,
  certificate_name: certificateName,
})
