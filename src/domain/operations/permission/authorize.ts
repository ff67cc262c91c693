import type { Action, Caller, Requirement } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { User } from '../../model/identity.ts'
import { type Permissions, permissionsOf, reachOf } from '../../model/permission/permissions.ts'
import type { Policy } from '../../model/permission/policy.ts'
import { serviceOf, wholeAccount } from '../../model/permission/policy-object.ts'
import { inProject, isDenied, isPossible, judge, type Reach } from '../../model/permission/reach.ts'
import type { GrantReader } from '../../ports/grant-store.ts'
import { heldByExternal } from '../external-identity/held-grants.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { firstAccount } from '../installation/found-account.ts'
import { circumstancesOf } from './circumstances.ts'
import { ownsItself } from './own.ts'

/**
 * The caller with what it may do this action on. Throws `action-denied` where that is nothing, or where the action is
 * about no resource and is not allowed on the account as a whole.
 */
export async function authorize(
  world: IdentityWorld,
  caller: Caller,
  requirement: Requirement,
): Promise<Caller> {
  const { action, about } = requirement
  if (action === 'installation') return await authorizeInstallation(world, caller)
  const reach = await reachOfCaller(world, caller, action)
  const whole = wholeAccount(serviceOf(action), caller.account.id)
  const mayBe = about === undefined ? judge(reach, whole).isAllowed : isPossible(reach)
  const isOwn = requirement.isOwnAllowed && ownsItself(caller) && !isDenied(reach, whole)
  if (mayBe || isOwn) return { ...caller, reach }
  const { orAction, ...rest } = requirement
  if (orAction !== undefined) return await authorize(world, caller, { ...rest, action: orAction })
  throw new DomainError('action-denied', { reason: action })
}

/** Whether the caller may do an action on the account as a whole. */
export async function isAllowedOnAccount(
  world: IdentityWorld,
  caller: Caller,
  action: Action,
): Promise<boolean> {
  const reach = await reachOfCaller(world, caller, action)
  return judge(reach, wholeAccount(serviceOf(action), caller.account.id)).isAllowed
}

/** What a caller may do an action on. */
export async function reachOfCaller(world: IdentityWorld, caller: Caller, action: string): Promise<Reach> {
  const permissions = await findPermissions(world, caller)
  const circumstances = circumstancesOf(caller, world.clock.now())
  const reach = inProject(reachOf(permissions, action, circumstances), caller.enteredProjectId)
  if (!caller.sessionPolicy) return reach
  return { ...reach, within: reachOf(sessionPermissions(caller.sessionPolicy), action, circumstances) }
}

async function findPermissions(
  world: IdentityWorld,
  { user, account }: Pick<Caller, 'user' | 'account'>,
): Promise<Permissions> {
  if (user.isAdministrator) return permissionsOf(true, [])
  const load = async () =>
    permissionsOf(false, await world.database.read(account.id, ({ grants }) => heldGrants(grants, user)))
  const cached = await world.permissions.get(permissionsKey(user), load, () => account.id)
  return cached?.value ?? permissionsOf(false, [])
}

const heldGrants = (grants: GrantReader, { id, external }: User) =>
  external ? heldByExternal(grants, id, external) : grants.heldBy(id)

/** Two tokens of one external user may be for different roles there. */
const permissionsKey = ({ id, external }: User) =>
  external ? JSON.stringify([id, external.groups, external.roleIds]) : id

const sessionPermissions = (policy: Policy): Permissions =>
  permissionsOf(false, [
    {
      subject: { kind: 'user', id: '' },
      roleId: '',
      scope: { kind: 'account' },
      role: {
        id: '',
        name: '',
        displayName: 'session policy',
        description: '',
        accountId: null,
        type: 'AA',
        policy,
        createdAt: 0,
        updatedAt: 0,
      },
    },
  ])

async function authorizeInstallation(world: IdentityWorld, caller: Caller): Promise<Caller> {
  const isOurs = caller.user.isAdministrator && caller.sessionPolicy === null
  if (isOurs && caller.account.id === (await firstAccount(world))) return caller
  throw new DomainError('action-denied', { reason: "for the installation's administrators" })
}
