import { DomainError } from '../../model/errors.ts'
import type { UserProfile } from '../../model/identity.ts'
import { checkPassword } from '../../model/password-rules.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { UserFilter } from '../../ports/user-store.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import { checkOwnOrAllowed } from '../permission/own.ts'
import type { Call } from '../world.ts'

export interface CreateUserCommand {
  readonly name: string
  /** Absent: no password fits, and the user signs in with access keys alone. */
  readonly password?: string
  readonly description: string
  readonly email: string | null
  readonly phone: string | null
  readonly isEnabled: boolean
  readonly accessMode: UserProfile['accessMode']
  readonly isPasswordInitial: boolean
}

/** Nothing is granted to a new user. Throws `identity-exists`, `quota-exceeded`, `parameter-invalid`. */
export async function createUser(call: Call, command: CreateUserCommand): Promise<UserProfile> {
  const { password, ...given } = command
  if (password !== undefined) checkPassword(password, command.name, 'user.password')
  const passwordHash = await call.credentials.hashPassword(password ?? call.credentials.makeSecret(64))
  const user: UserProfile = {
    ...given,
    id: call.random.identifier(),
    accountId: call.caller.account.id,
    isAdministrator: false,
    epoch: 0,
    createdAt: call.clock.now(),
  }
  const add = call.write(async ({ users }, tell) => {
    checkBound(await users.count(), call.settings.identityBounds.users, 'an account', 'users')
    checkNameIsFree(await users.list({ name: user.name }), undefined, 'user')
    await users.add(user, passwordHash)
    tell({ kind: 'user', id: user.id, after: user })
  })
  await settled(add, 'user')
  return user
}

export const listUsers = (call: Call, filter: UserFilter): Promise<UserProfile[]> =>
  call.search(async ({ users, groups }) => {
    if (filter.groupId !== undefined) found(await groups.find(filter.groupId), 'group')
    return await users.list(filter)
  })

export async function showUser(call: Call, { id }: { readonly id: string }): Promise<UserProfile> {
  checkOwnOrAllowed(call, id, 'iam:users:getUser')
  return await call.read((stores) => presentUser(stores, id))
}

export interface UpdateUserCommand extends Partial<CreateUserCommand> {
  readonly id: string
}

/** A new password, and being disabled, end the user's tokens. */
export async function updateUser(
  call: Call,
  { id, password, ...changes }: UpdateUserCommand,
): Promise<UserProfile> {
  const before = await call.read((stores) => presentUser(stores, id))
  checkMayManage(call, before)
  if (before.isAdministrator && changes.isEnabled === false) throw forbidden('is the account’s own user')
  if (password !== undefined) checkPassword(password, changes.name ?? before.name, 'user.password')
  const passwordHash = password === undefined ? undefined : await call.credentials.hashPassword(password)
  const update = call.write(async (stores, tell) => {
    const user = await presentUser(stores, id)
    if (changes.name !== undefined)
      checkNameIsFree(await stores.users.list({ name: changes.name }), id, 'user')
    const endsTokens = passwordHash !== undefined || changes.isEnabled === false
    const after = { ...user, ...changes, epoch: user.epoch + (endsTokens ? 1 : 0) }
    await stores.users.replace(after, passwordHash)
    tell({ kind: 'user', id, before: user, after })
    return after
  })
  return await settled(update, 'user')
}

export async function deleteUser(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const user = await presentUser(stores, id)
    checkMayManage(call, user)
    if (user.isAdministrator) throw forbidden('is the account’s own user')
    await stores.users.remove(id)
    tell({ kind: 'user', id, before: user })
  })
}

export async function presentUser({ users }: Pick<TenantReaders, 'users'>, id: string): Promise<UserProfile> {
  return found(await users.find(id), 'user')
}

/** Who may manage users does not thereby become the administrator. */
export function checkMayManage({ caller }: Call, user: UserProfile): void {
  if (user.isAdministrator && !caller.user.isAdministrator) {
    throw new DomainError('action-denied', { reason: "the account's own user manages itself" })
  }
}

const forbidden = (reason: string) => new DomainError('state-forbids', { parameter: 'user', reason })
