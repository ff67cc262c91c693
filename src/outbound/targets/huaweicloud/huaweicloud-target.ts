import { type PushPlace, type PushService, pushServices } from '../../../domain/model/push-place.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import type { StepToTake } from '../../../domain/ports/connection.ts'
import type { PushTarget } from '../../../domain/ports/push-targets.ts'
import type { AccessKey } from '../../huaweicloud/sign-request.ts'
import { createCdnTarget } from './cdn.ts'
import { createCloud } from './cloud-call.ts'
import { createElbTarget } from './elb.ts'
import type { ServiceTarget } from './service-target.ts'
import { createWafTarget } from './waf.ts'

export interface HuaweicloudPlace extends AccessKey {
  /** Of each service that is used, without a closing slash. */
  readonly endpoints: Readonly<Partial<Record<PushService, string>>>
  /** Ids by the names that tenants say. */
  readonly projectIds: Readonly<Record<string, string>>
  /** Of the account there; CDN asks for it. */
  readonly domainId: string | null
  readonly certificates: string | null
  /** How long CDN may configure a domain. */
  readonly settlingMs: number
}

/** Whether the place has such a service there. */
export const hasService = (place: HuaweicloudPlace, service: PushService, project: string): boolean =>
  place.endpoints[service] !== undefined &&
  (service === 'CDN' ? place.domainId !== null : Object.hasOwn(place.projectIds, project))

/** The services of the real cloud (client contract 5). */
export function createHuaweicloudTarget(
  name: string,
  place: HuaweicloudPlace,
  patienceMs: number,
  clock: Clock,
): PushTarget {
  const { endpoints, projectIds, domainId, accessKey, secretKey, certificates, settlingMs } = place
  const at = ({ service, project }: ServicePlace): ServiceTarget => {
    const projectId = projectIds[project] ?? ''
    const owner: Readonly<Record<string, string>> =
      service === 'CDN' ? { 'x-domain-id': domainId ?? '' } : { 'x-project-id': projectId }
    const endpoint = endpoints[service] ?? ''
    const cloud = createCloud({ endpoint, owner, accessKey, secretKey, certificates, patienceMs }, clock)
    if (service === 'CDN') return createCdnTarget(name, cloud, clock, settlingMs)
    return service === 'ELB'
      ? createElbTarget(name, cloud, projectId)
      : createWafTarget(name, cloud, projectId)
  }
  return {
    name,
    type: 'huaweicloud',
    facts: Object.entries(endpoints).map(([service, value]) => ({ name: `${service} endpoint`, value })),
    async try(trial) {
      for (const to of servicesOf(place)) await trial.step(listStep(to, at(to)))
    },
    snapshot: (to, former) => at(to).snapshot(to, former),
    apply: (to, content, pushId) => at(to).apply(to, content, pushId),
    look: (to, content) => at(to).look(to, content),
    restore: (to, snapshot, pushId) => at(to).restore(to, snapshot, pushId),
    remove: (to) => at(to).remove(to),
  }
}

type ServicePlace = Pick<PushPlace, 'service' | 'project'>

/** CDN is everywhere. */
const servicesOf = ({ endpoints, projectIds }: HuaweicloudPlace): readonly ServicePlace[] =>
  pushServices
    .filter((service) => endpoints[service] !== undefined)
    .flatMap((service) =>
      (service === 'CDN' ? [''] : Object.keys(projectIds)).map((project) => ({ service, project })),
    )

const listStep = ({ service, project }: ServicePlace, target: ServiceTarget): StepToTake => ({
  name: `${service} ${project}`.trim(),
  advice:
    'check endpoints, project_ids, domain_id, access_key and its secret in the targets file, and what the user of the key may do',
  async work() {
    await target.list()
    return 'the service lists with our access key; whether it may be changed only a push can tell'
  },
})
