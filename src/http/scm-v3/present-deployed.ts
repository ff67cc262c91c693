import type { AnswerOf } from '../../contract/operation.ts'
import type { listDeployedResources } from '../../contract/scm-v3/pushes.ts'
import type { Deployment } from '../../domain/model/push.ts'
import type { PushService } from '../../domain/model/push-place.ts'
import type { Deployed } from '../../domain/operations/push/read-pushes.ts'

type Result = AnswerOf<typeof listDeployedResources>['results'][number]

/** By service and region (client contract 1.1.5). */
export const presentDeployed = ({ certificateId, services, deployments }: Deployed): Result => ({
  certificate_id: certificateId,
  total_num: deployments.length,
  deployed_resources: services.map((service) => presentService(service, deployments)),
})

function presentService(service: PushService, all: readonly Deployment[]) {
  const deployments = all.filter((deployment) => deployment.service === service)
  const regions = Map.groupBy(deployments, ({ project }) => (service === 'CDN' ? 'global' : project))
  return {
    service,
    resource_num: deployments.length,
    resource_location: service === 'CDN' ? ('global' as const) : ('region' as const),
    region_resources: [...regions].map(([region, there]) => ({
      region_id: region,
      is_error: false,
      resources: there.map(({ resourceId, resourceName }) => ({
        resource_id: resourceId,
        resource_name: resourceName,
      })),
    })),
  }
}
