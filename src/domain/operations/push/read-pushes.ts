import { DomainError } from '../../model/errors.ts'
import type { Listing } from '../../model/page.ts'
import type { Deployment, Push } from '../../model/push.ts'
import type { PushService } from '../../model/push-place.ts'
import type { ListedPush, PushFilter, PushPage } from '../../ports/push-store.ts'
import { hostedNoun, presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'
import { narrowToVisible } from '../permission/visible-projects.ts'
import type { Call } from '../world.ts'
import { failureOf, serviceFault } from './push-failed.ts'

const mostPushes = 100

/** The last pushes of a certificate, the youngest first. Throws `certificate-not-found`. */
export const listPushes = (
  call: Call,
  { id, limit = mostPushes }: { readonly id: string; readonly limit?: number },
): Promise<Push[]> =>
  call.read(async (stores) => {
    await presentHostedCertificate(stores, id)
    return await stores.pushes.listRecent(id, limit)
  })

export interface ListAllPushesCommand {
  readonly filter: PushFilter
  readonly page: PushPage
}

/** Of all certificates in the enterprise projects that the caller may see, the youngest first. */
export async function listAllPushes(
  call: Call,
  { filter, page }: ListAllPushesCommand,
): Promise<Listing<ListedPush>> {
  const visible = await narrowToVisible(call, hostedNoun, filter)
  return await call.search(({ pushes }) => pushes.list(visible, page))
}

/** Those that were seen at their targets, the youngest first (API reference 6.18). Throws `certificate-not-found`. */
export const listDonePushes = async (
  call: Call,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<Push[]> => (await listPushes(call, { id })).filter(({ state }) => state === 'done').slice(0, limit)

export interface DeployedCommand {
  readonly ids: readonly string[]
  readonly services: readonly PushService[]
}

/** What is where of one certificate. */
export interface Deployed {
  readonly certificateId: string
  readonly services: readonly PushService[]
  readonly deployments: readonly Deployment[]
}

/** What is where (client contract 1.1, operation 10). Throws `certificate-not-found` where one is unknown. */
export const listDeployed = (call: Call, { ids, services }: DeployedCommand): Promise<Deployed[]> =>
  call.read(async (stores) => {
    const found: Deployed[] = []
    for (const id of new Set(ids)) {
      await presentHostedCertificate(stores, id)
      const deployments = await stores.pushes.listDeployments(id)
      const asked = deployments.filter(({ service }) => services.includes(service))
      found.push({ certificateId: id, services, deployments: asked })
    }
    return found
  })

export interface DeployedAtCommand {
  readonly service: PushService
  /** What it is called there. */
  readonly resourceId: string
}

/** What was pushed, by what it is called at the target. Throws `certificate-not-found`. */
export const showDeployed = (call: Call, { service, resourceId }: DeployedAtCommand): Promise<Deployment> =>
  call.read(async ({ pushes }) => {
    const deployment = await pushes.findDeployed(service, resourceId)
    if (deployment) return deployment
    throw new DomainError('certificate-not-found')
  })

/** Takes it away from there. Throws `certificate-not-found`, and the service's code where the target does not let go. */
export async function removeDeployed(call: Call, command: DeployedAtCommand): Promise<void> {
  const deployment = await showDeployed(call, command)
  const { service, project, resource, resourceId, certificateId } = deployment
  const { account } = call.caller
  const target = call.pushTargets.find(account, service, project)
  if (target?.name === deployment.target) {
    const place = {
      accountId: account.id,
      certificateId,
      certificateName: deployment.certificateName,
      service,
      project,
      resource,
      resourceId,
    }
    await target.remove(place).catch((error: unknown) => {
      const { kind, reason } = failureOf(error)
      throw serviceFault(service, kind, reason)
    })
  }
  await call.write(async ({ pushes }, tell) => {
    await pushes.removeDeployment(certificateId, deployment)
    tell({ kind: 'hosted_certificate', id: certificateId, before: deployment })
  })
}
