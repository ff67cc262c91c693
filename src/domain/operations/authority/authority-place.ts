import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import { defaultEnterpriseProject } from '../../model/identity.ts'
import { isUnnamed } from '../../model/ordered-authority.ts'
import type { Tell, TenantStores } from '../../ports/doors.ts'
import { checkQuota, takeQuota } from '../quota/quota.ts'
import { occupy } from '../revocation/revocation-list-settings.ts'
import type { Call } from '../world.ts'
import { findAuthority, presentAuthority } from './find-authority.ts'

/** Where a CA that is being made goes. */
export interface AuthorityPlace
  extends Pick<Authority, 'id' | 'createdAt' | 'orderId' | 'enterpriseProjectId'> {
  /** Part of the committing transaction. */
  readonly keep: (stores: TenantStores, tell: Tell, authority: Authority) => Promise<void>
}

/** An id of its own, or that of a CA that was ordered and is still to be named. */
export async function findPlace(call: Call, orderedId: string | undefined): Promise<AuthorityPlace> {
  if (orderedId !== undefined) return orderedPlace(call, await findAuthority(call, orderedId))
  await checkQuota(call, 'CERTIFICATE_AUTHORITY')
  return newPlace(call)
}

const newPlace = (call: Call): AuthorityPlace => ({
  id: call.random.uuid(),
  createdAt: call.clock.now(),
  orderId: null,
  enterpriseProjectId: defaultEnterpriseProject.id,
  async keep(stores, tell, authority) {
    tell({ kind: 'authority', id: authority.id, after: authority })
    await takeQuota(call, stores, 'CERTIFICATE_AUTHORITY')
    await stores.authorities.add(authority)
    if (authority.revocationList) await occupy(call, stores, authority, authority.revocationList)
  },
})

/** Its place in the quota was taken when it was ordered. */
function orderedPlace(call: Call, ordered: Authority): AuthorityPlace {
  checkUnnamed(ordered)
  const { id, createdAt, orderId, enterpriseProjectId } = ordered
  return {
    id,
    createdAt,
    orderId,
    enterpriseProjectId,
    async keep(stores, tell, authority) {
      const before = await presentAuthority(stores, id)
      checkUnnamed(before)
      await stores.authorities.replace(authority)
      if (authority.revocationList) await occupy(call, stores, authority, authority.revocationList)
      tell({ kind: 'authority', id, before, after: authority })
    },
  }
}

function checkUnnamed(authority: Authority): void {
  if (isUnnamed(authority)) return
  throw new DomainError('state-forbids', { parameter: 'ca_id', reason: 'the CA has its name already' })
}
