import type { UserProfile } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkBound } from '../identity/check-bound.ts'
import { found } from '../identity/found.ts'
import { checkMayManage, presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'
import { presentGroup } from './manage-groups.ts'

export interface Membership {
  readonly groupId: string
  readonly userId: string
}

/** Of one who is a member already nothing changes. A change ends the user's tokens. Throws `quota-exceeded`. */
export async function addGroupMember(call: Call, { groupId, userId }: Membership): Promise<void> {
  const { groupsOfUser } = call.settings.identityBounds
  await call.write(async (stores, tell) => {
    checkMayManage(call, await checkBoth(stores, { groupId, userId }))
    if (!(await stores.groups.hasMember(groupId, userId))) {
      checkBound(await stores.groups.countOfUser(userId), groupsOfUser, 'a user', 'groups')
    }
    await stores.groups.addMember(groupId, userId)
    tell({ kind: 'group-member', id: groupId, after: { userId } })
  })
}

/** Throws `identity-not-found` for one who is no member. */
export async function removeGroupMember(call: Call, { groupId, userId }: Membership): Promise<void> {
  await call.write(async (stores, tell) => {
    checkMayManage(call, await checkBoth(stores, { groupId, userId }))
    found((await stores.groups.removeMember(groupId, userId)) || undefined, 'member of the group')
    tell({ kind: 'group-member', id: groupId, before: { userId } })
  })
}

/** Throws `identity-not-found` for one who is no member. */
export async function checkGroupMember(call: Call, { groupId, userId }: Membership): Promise<void> {
  await call.read(async (stores) => {
    await checkBoth(stores, { groupId, userId })
    found((await stores.groups.hasMember(groupId, userId)) || undefined, 'member of the group')
  })
}

async function checkBoth(
  stores: Pick<TenantReaders, 'groups' | 'users'>,
  { groupId, userId }: Membership,
): Promise<UserProfile> {
  await presentGroup(stores, groupId)
  return await presentUser(stores, userId)
}
