import type { PushService } from '../../domain/model/push-place.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { PushTarget, PushTargets } from '../../domain/ports/push-targets.ts'
import { createDirectoryTarget, type DirectoryPlace } from './directory/directory-target.ts'
import { createHaproxyTarget, type HaproxyPlace } from './haproxy/haproxy-target.ts'
import { type ProbePlace, probe } from './probe.ts'

/** A target, and for whom it is. */
export type TargetPlace = TargetScope &
  (({ readonly kind: 'directory' } & DirectoryPlace) | ({ readonly kind: 'haproxy' } & HaproxyPlace))

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
    find: (account, service, project) =>
      targets.find(
        ({ place }) => isFor(place, account) && place.services.includes(service) && reaches(place, project),
      )?.target,
    knowsProject: (account, project) =>
      project !== '*' && places.some((place) => isFor(place, account) && place.projects.includes(project)),
  }
}

const isFor = ({ accounts }: TargetScope, { name }: { readonly name: string }) =>
  accounts?.includes(name) ?? true

const reaches = ({ projects }: TargetScope, project: string) =>
  projects.includes(project) || (project !== '' && projects.includes('*'))

/** Where there is a probe, what a server presents counts, and not what the target says of itself. */
function probedTarget(place: TargetPlace, clock: Clock): PushTarget {
  const target = targetAt(place)
  const at = place.probe
  return at ? { ...target, look: (_, content) => probe(at, content, clock) } : target
}

function targetAt(place: TargetPlace): PushTarget {
  const { name, patienceMs } = place
  switch (place.kind) {
    case 'directory':
      return createDirectoryTarget(name, place, patienceMs)
    case 'haproxy':
      return createHaproxyTarget(name, place, patienceMs)
  }
}
