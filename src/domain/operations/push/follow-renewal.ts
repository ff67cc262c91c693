import type { InstallationStores } from '../../ports/doors.ts'
import type { World } from '../world.ts'
import { askForPush, plannedPush } from './pusher.ts'

/**
 * Part of the transaction that takes in a renewed certificate: it is to go to wherever the former one is. `fingerprint`:
 * SHA-256 of the new one.
 */
export async function followRenewal(
  world: Pick<World, 'random' | 'clock'>,
  { pushes, jobs }: Pick<InstallationStores, 'pushes' | 'jobs'>,
  accountId: string,
  { certificateId, fingerprint }: { readonly certificateId: string; readonly fingerprint: string },
): Promise<void> {
  const now = world.clock.now()
  for (const { service, project, resource, target } of await pushes.listDeployments(certificateId)) {
    const push = plannedPush(world, {
      certificateId,
      destination: { service, project, resource },
      target,
      fingerprint,
      cause: 'renewal',
      startedAt: now,
      heldUntil: 0,
    })
    await pushes.add(push)
    await askForPush(jobs, accountId, push.id, now)
  }
}
