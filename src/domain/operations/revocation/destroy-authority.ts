import type { AuditRecord } from '../../model/audit-record.ts'
import type { Authority } from '../../model/authority.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { World } from '../world.ts'
import { makeResponder } from './status-responder.ts'
import type { TendedAuthority } from './tended-authority.ts'

/**
 * The CA's key goes, after the last things that it signed: a list that is valid until the CA ends, and a responder that
 * lives as long. Its certificate stays, for the chains of what it issued and for `/pki` (api-answers A6, A26). Resolves
 * to when to try again, where something was revoked after the last list or the deletion was taken back; a list that is
 * not waited for any longer keeps nothing.
 */
export async function destroyAuthority(
  world: World,
  held: HeldJob,
  { accountId, authorityId, signing, locations }: TendedAuthority,
  waitsForList: boolean,
): Promise<number | undefined> {
  const now = world.clock.now()
  const present = await world.database.read(accountId, ({ statusResponders }) =>
    statusResponders.find(authorityId),
  )
  const isAlive = signing !== undefined && signing.notAfter > now
  const last =
    isAlive && present
      ? await makeResponder(world, { accountId, authorityId }, signing, {
          until: signing.notAfter,
          answersUntil: present.answersUntil,
        })
      : undefined
  await world.faults.reach('destroy: last list published, key still there')
  return held.record(accountId, async (stores) => {
    const before = await stores.authorities.find(authorityId)
    if (!before) return undefined
    // taken back, or put off: a list of the usual kind is due
    if (before.state !== 'DELETED' || (before.deleteAt ?? 0) > now) return now
    const progress = await stores.revocationLists.progress(authorityId)
    if (waitsForList && isAlive && locations.length > 0 && progress?.pendingSince != null) return now
    await last?.record(stores)
    const after: Authority = { ...before, state: 'DESTROYED', answersStatus: false }
    await stores.keys.remove(authorityId)
    await stores.tags.removeAll('authority', authorityId)
    await stores.authorities.replace(after)
    await stores.quotas.giveBack('CERTIFICATE_AUTHORITY')
    await stores.audit.append(recordOf(world, accountId, before, after))
    return undefined
  })
}

/** Nobody called: the clock did what its owner had asked for. */
const recordOf = (world: World, accountId: string, before: Authority, after: Authority): AuditRecord =>
  systemRecord(world, accountId, {
    method: 'clock',
    operation: 'destroyAuthority',
    kind: 'authority',
    id: before.id,
    before,
    after,
  })
