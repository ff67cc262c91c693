import { DomainError } from '../../../src/domain/model/errors.ts'
import type { PushContent, PushPlace } from '../../../src/domain/model/push-place.ts'
import type { PushTarget, PushTargets } from '../../../src/domain/ports/push-targets.ts'

type Fault = 'target-refused' | 'target-denied' | 'target-unreachable'

/**
 * A target that does what the test says: it has what was applied last at each place, and may refuse, be away, or say that it
 * is done and go on with the former one.
 */
export class ScriptedTarget implements PushTarget {
  readonly name = 'scripted'
  readonly type = 'scripted'
  readonly facts = []
  async try(): Promise<void> {}
  /** What is served, by place: the certificate's fingerprint. */
  readonly served = new Map<string, string>()
  readonly calls: string[] = []
  /** Projects at which a call fails, and how. */
  readonly faults = new Map<string, Fault>()
  /** Projects that cannot put back what was there. */
  readonly stubborn = new Set<string>()
  /** Projects that say that they are done, and are not. */
  readonly liars = new Set<string>()
  #made = 0

  async snapshot(place: PushPlace): Promise<Uint8Array | null> {
    this.#note('snapshot', place)
    const before = this.served.get(keyOf(place))
    return before === undefined ? null : new TextEncoder().encode(before)
  }

  async apply(place: PushPlace, content: PushContent): Promise<{ resourceId: string; resourceName: string }> {
    this.#note('apply', place)
    const fault = this.faults.get(place.project)
    if (fault) throw new DomainError(fault, { reason: 'PEER.0001: as the test says' })
    if (!content.privateKeyPem.includes('PRIVATE KEY')) throw new Error('a push without a key')
    if (!this.liars.has(place.project)) this.served.set(keyOf(place), content.fingerprint)
    this.#made += place.resourceId === null ? 1 : 0
    const resourceId = place.resourceId ?? String(this.#made).padStart(32, '0')
    return { resourceId, resourceName: `at ${place.project}` }
  }

  async look(place: PushPlace, content: PushContent) {
    this.#note('look', place)
    const isSeen = this.served.get(keyOf(place)) === content.fingerprint
    return isSeen
      ? ({ isSeen: true, how: 'read back' } as const)
      : ({ isSeen: false, reason: 'another certificate is served' } as const)
  }

  async restore(place: PushPlace, snapshot: Uint8Array | null): Promise<void> {
    this.#note('restore', place)
    if (this.stubborn.has(place.project)) throw new DomainError('target-unreachable', { reason: 'is away' })
    if (snapshot) this.served.set(keyOf(place), new TextDecoder().decode(snapshot))
    else this.served.delete(keyOf(place))
  }

  async remove(place: PushPlace): Promise<void> {
    this.#note('remove', place)
    const fault = this.faults.get(place.project)
    if (fault) throw new DomainError(fault, { reason: 'a listener uses it' })
    this.served.delete(keyOf(place))
  }

  #note(call: string, { project }: PushPlace): void {
    this.calls.push(`${call} ${project}`)
  }
}

const keyOf = ({ accountId, certificateId, service, project, resource }: PushPlace): string =>
  [accountId, certificateId, service, project, resource?.id ?? '', resource?.domainName ?? ''].join('/')

/** Serves ELB and CDN everywhere, and WAF nowhere but in `known`. */
export const onlyTarget = (target: ScriptedTarget): PushTargets => ({
  list: () => [target],
  find: (_account, service, project) => (service === 'WAF' && project !== 'known' ? undefined : target),
  knowsProject: (_account, project) => project.startsWith('known'),
})
