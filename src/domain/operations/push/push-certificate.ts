import { DomainError } from '../../model/errors.ts'
import { type HostedCertificate, hostedStatus, isDeployable } from '../../model/hosted-certificate.ts'
import type { Push, PushDestination } from '../../model/push.ts'
import type { PushResource, PushService } from '../../model/push-place.ts'
import type { PushTarget } from '../../ports/push-targets.ts'
import { presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'
import type { Call } from '../world.ts'
import { pushFailed } from './push-failed.ts'

export interface PushCommand {
  readonly id: string
  readonly service: PushService
  readonly project: string
  /** The caller's word for the service, where that is another. */
  readonly askedAs?: string
}

/**
 * Puts a certificate to use at one place, and tells when it was seen there (API reference 4.6). Throws
 * `certificate-not-found`, `private-key-absent`, `state-forbids`, `target-project-unknown`, `target-unknown`, and the code of
 * the service where nothing came of it.
 */
export async function pushCertificate(
  call: Call,
  { id, service, project, askedAs }: PushCommand,
): Promise<void> {
  const certificate = await presentPushable(call, id)
  const push = await pushTo(call, certificate, { service, project, resource: null }, askedAs)
  if (push.state !== 'done') throw pushFailed(push)
}

export interface BatchPushCommand {
  readonly id: string
  readonly service: PushService
  readonly projects: readonly string[]
}

/** What became of one of several. */
export interface PushOutcome {
  readonly destination: PushDestination
  /** What it is called there. */
  readonly resourceId: string | null
  readonly failure: DomainError | null
}

/** The same for several places, of which each fails for itself (client contract 1.1, operation 8). */
export async function pushToProjects(
  call: Call,
  { id, service, projects }: BatchPushCommand,
): Promise<PushOutcome[]> {
  const certificate = await presentPushable(call, id)
  return await pushToEach(
    call,
    certificate,
    projects.map((project) => ({ service, project, resource: null })),
  )
}

export interface DeployCommand {
  readonly id: string
  readonly service: PushService
  readonly project: string
  readonly resources: readonly PushResource[]
}

/** The same for single things of a service (client contract 1.1, operation 9). */
export async function deployCertificate(
  call: Call,
  { id, service, project, resources }: DeployCommand,
): Promise<PushOutcome[]> {
  const certificate = await presentPushable(call, id)
  return await pushToEach(
    call,
    certificate,
    resources.map((resource) => ({ service, project, resource })),
  )
}

const pushToEach = (
  call: Call,
  certificate: HostedCertificate,
  destinations: readonly PushDestination[],
): Promise<PushOutcome[]> =>
  Promise.all(
    destinations.map(async (destination) => {
      try {
        const push = await pushTo(call, certificate, destination)
        const failure = push.state === 'done' ? null : pushFailed(push)
        return { destination, resourceId: push.resourceId, failure }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        return { destination, resourceId: null, failure: error }
      }
    }),
  )

/** Throws `certificate-not-found`, `private-key-absent`, `state-forbids`. */
async function presentPushable(call: Call, id: string): Promise<HostedCertificate> {
  const certificate = await call.read((stores) => presentHostedCertificate(stores, id))
  const now = call.clock.now()
  if (isDeployable(certificate, now)) return certificate
  if (certificate.inHand?.hasKey === false) throw new DomainError('private-key-absent')
  throw new DomainError('state-forbids', {
    reason: `cannot push a certificate that is ${hostedStatus(certificate, now)}`,
  })
}

async function pushTo(
  call: Call,
  certificate: HostedCertificate,
  destination: PushDestination,
  askedAs?: string,
): Promise<Push> {
  if (destination.service === 'CDN') await checkMayConfigureCdn(call)
  const target = await presentTarget(call, destination)
  return await call.pusher.push(call, {
    certificateId: certificate.id,
    destination,
    target: target.name,
    ...(askedAs !== undefined && { askedAs }),
  })
}

/** As with the vendor, whose CDN is asked how a domain is served before it gets a certificate (api-answers B). */
async function checkMayConfigureCdn(call: Call): Promise<void> {
  const action = 'cdn:configuration:queryHttpsConf'
  if (await call.mayAlso(call.caller, action)) return
  throw new DomainError('cdn-denied', { reason: `it takes ${action}` })
}

/** Throws `target-project-unknown` for a project that is neither the account's nor in the settings, `target-unknown`. */
async function presentTarget(call: Call, { service, project }: PushDestination): Promise<PushTarget> {
  const { account } = call.caller
  if (!(await knowsProject(call, service, project))) {
    throw new DomainError('target-project-unknown', {
      parameter: 'target_project',
      reason: 'is no project of yours',
    })
  }
  const target = call.pushTargets.find(account, service, project)
  if (target) return target
  throw new DomainError('target-unknown', {
    parameter: 'target_service',
    reason: 'has no target in the settings',
  })
}

/** CDN is everywhere, and needs none. */
async function knowsProject(call: Call, service: PushService, project: string): Promise<boolean> {
  if (project === '') return service === 'CDN'
  if (call.pushTargets.knowsProject(call.caller.account, project)) return true
  return (await call.read(({ directory }) => directory.listProjects(call.caller.account.id))).some(
    ({ id, name }) => name === project || id === project,
  )
}
