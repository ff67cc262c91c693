import type { PushService } from '../../domain/model/push-place.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { ConnectionFact } from '../../domain/ports/connection.ts'
import type { PushTarget, PushTargets } from '../../domain/ports/push-targets.ts'
import { createDirectoryTarget, type DirectoryPlace } from './directory/directory-target.ts'
import { createHaproxyTarget, type HaproxyPlace } from './haproxy/haproxy-target.ts'
import {
  createHuaweicloudTarget,
  type HuaweicloudPlace,
  hasService,
} from './huaweicloud/huaweicloud-target.ts'
import { createKubernetesTarget, type KubernetesPlace } from './kubernetes-target.ts'
import { type ProbePlace, probe, probeStep } from './probe.ts'
import { createWebhookTarget, type WebhookPlace } from './webhook-target.ts'

/** A target, and for whom it is. */
export type TargetPlace = TargetScope &
  (
    | ({ readonly kind: 'directory' } & DirectoryPlace)
    | ({ readonly kind: 'haproxy' } & HaproxyPlace)
    | ({ readonly kind: 'huaweicloud' } & HuaweicloudPlace)
    | ({ readonly kind: 'webhook' } & WebhookPlace)
    | ({ readonly kind: 'kubernetes' } & KubernetesPlace)
  )

interface TargetScope {
  readonly name: string
  readonly services: readonly PushService[]
  /** `*` for any by name; empty for what is everywhere. */
  readonly projects: readonly string[]
  /** By name; null for all. */
  readonly accounts: readonly string[] | null
  /** Null: the target itself is read. */
  readonly probe: ProbePlace | null
  /** How long one answer may take. */
  readonly patienceMs: number
}

/** The administrator's places, so they are connected to wherever they are; the first that fits is taken. */
export function createPushTargets(places: readonly TargetPlace[], clock: Clock): PushTargets {
  const targets = places.map((place) => ({ place, target: probedTarget(place, clock) }))
  return {
    list: () => targets.map(({ target }) => target),
    find: (account, service, project) =>
      targets.find(({ place }) => isFor(place, account) && serves(place, service, project))?.target,
    knowsProject: (account, project) =>
      places.some((place) => isFor(place, account) && isNamed(place, project)),
  }
}

const isFor = ({ accounts }: TargetScope, { name }: { readonly name: string }) =>
  accounts?.includes(name) ?? true

function serves(place: TargetPlace, service: PushService, project: string): boolean {
  const { services, projects } = place
  const isReached = projects.includes(project) || (project !== '' && projects.includes('*'))
  const isThere = place.kind !== 'huaweicloud' || hasService(place, service, project)
  return services.includes(service) && isReached && isThere
}

const isNamed = (place: TargetPlace, project: string) =>
  (place.projects.includes(project) && project !== '*') ||
  (place.kind === 'huaweicloud' && Object.hasOwn(place.projectIds, project))

/** Where there is a probe, what a server presents counts, and not what the target says of itself. */
function probedTarget(place: TargetPlace, clock: Clock): PushTarget {
  const target = targetAt(place, clock)
  const { probe: at } = place
  const facts = [...scopeFacts(place), ...target.facts]
  if (!at) return { ...target, facts }
  return {
    ...target,
    facts: [...facts, { name: 'probe', value: `${at.host}:${at.port}` }],
    async try(trial) {
      await target.try(trial)
      await trial.step(probeStep(at))
    },
    look: (_, content) => probe(at, content, clock),
  }
}

/** Names apart; `*` is any, and what is everywhere has none. */
const scopeFacts = ({ services, projects, accounts }: TargetScope): readonly ConnectionFact[] => [
  { name: 'services', value: services.join(', ') },
  { name: 'projects', value: projects.map((project) => project || 'everywhere').join(', ') },
  { name: 'accounts', value: accounts?.join(', ') ?? '*' },
]

function targetAt(place: TargetPlace, clock: Clock): PushTarget {
  const { name, patienceMs } = place
  switch (place.kind) {
    case 'directory':
      return createDirectoryTarget(name, place, patienceMs)
    case 'haproxy':
      return createHaproxyTarget(name, place, patienceMs)
    case 'huaweicloud':
      return createHuaweicloudTarget(name, place, patienceMs, clock)
    case 'webhook':
      return createWebhookTarget(name, place, patienceMs, clock)
    case 'kubernetes':
      return createKubernetesTarget(name, place, patienceMs)
  }
}
