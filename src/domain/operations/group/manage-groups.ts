import type { Group } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import { checkOwnOrAllowed } from '../permission/own.ts'
import { presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'

export interface CreateGroupCommand {
  readonly name: string
  readonly description: string
}

/** Throws `identity-exists`, `quota-exceeded`. */
export async function createGroup(call: Call, command: CreateGroupCommand): Promise<Group> {
  const group = { ...command, id: call.random.identifier(), createdAt: call.clock.now() }
  const add = call.write(async ({ groups }, tell) => {
    checkBound(await groups.count(), call.settings.identityBounds.groups, 'an account', 'groups')
    checkNameIsFree(await groups.list({ name: group.name }), undefined, 'group')
    await groups.add(group)
    tell({ kind: 'group', id: group.id, after: group })
  })
  await settled(add, 'group')
  return group
}

export const listGroups = (call: Call, filter: { readonly name?: string }): Promise<Group[]> =>
  call.search(({ groups }) => groups.list(filter))

export async function listGroupsOfUser(call: Call, { id }: { readonly id: string }): Promise<Group[]> {
  checkOwnOrAllowed(call, id, 'iam:groups:listGroupsForUser')
  return await call.read(async (stores) => {
    await presentUser(stores, id)
    return await stores.groups.list({ userId: id })
  })
}

export const showGroup = (call: Call, { id }: { readonly id: string }): Promise<Group> =>
  call.read((stores) => presentGroup(stores, id))

export async function updateGroup(
  call: Call,
  { id, ...changes }: Partial<CreateGroupCommand> & { readonly id: string },
): Promise<Group> {
  const update = call.write(async (stores, tell) => {
    const before = await presentGroup(stores, id)
    if (changes.name !== undefined)
      checkNameIsFree(await stores.groups.list({ name: changes.name }), id, 'group')
    const after = { ...before, ...changes }
    await stores.groups.replace(after)
    tell({ kind: 'group', id, before, after })
    return after
  })
  return await settled(update, 'group')
}

export async function deleteGroup(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentGroup(stores, id)
    await stores.groups.remove(id)
    tell({ kind: 'group', id, before })
  })
}

export async function presentGroup({ groups }: Pick<TenantReaders, 'groups'>, id: string): Promise<Group> {
  return found(await groups.find(id), 'group')
}
