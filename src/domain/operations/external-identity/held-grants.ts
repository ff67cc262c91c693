import type { ExternalStanding } from '../../model/external-identity.ts'
import type { HeldGrant } from '../../model/permission/grant.ts'
import { findSystemRole } from '../../model/permission/system-roles.ts'
import type { GrantReader } from '../../ports/grant-store.ts'

/** What reaches an external user: the grants of its groups, and its system roles on the account. */
export async function heldByExternal(
  grants: GrantReader,
  userId: string,
  { groups, roleIds }: ExternalStanding,
): Promise<HeldGrant[]> {
  const own = roleIds.flatMap((roleId): HeldGrant[] => {
    const role = findSystemRole(roleId)
    const scope = { kind: 'account' as const }
    return role ? [{ subject: { kind: 'user', id: userId }, roleId, scope, role }] : []
  })
  return [...own, ...(await grants.heldByGroups(groups))]
}
