import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Account } from '../../model/identity.ts'
import { checkPassword } from '../../model/password-rules.ts'
import { checkNameIsFree, found } from '../identity/found.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { signInRecord } from '../identity/sign-in-record.ts'
import type { Call } from '../world.ts'

/** The accounts that the caller may choose: its own. */
export async function listAccounts(call: Call, _command: object): Promise<Account[]> {
  return [call.caller.account]
}

export interface CreateAccountCommand {
  readonly name: string
  readonly isEnabled: boolean
  /** The account's own user, who may do everything in it; the password is made here unless one is given. */
  readonly userName: string
  readonly password?: string
  readonly projectName: string
}

export interface CreatedAccount {
  readonly account: Account
  readonly user: { readonly id: string; readonly name: string; readonly password: string }
  readonly project: { readonly id: string; readonly name: string }
}

/** For the installation's administrators. Throws `identity-exists`, `parameter-invalid`. */
export async function createAccount(
  world: IdentityWorld,
  caller: Caller,
  command: CreateAccountCommand,
): Promise<CreatedAccount> {
  const { random, credentials } = world
  const password = command.password ?? credentials.makeSecret(24)
  checkPassword(password, command.userName, 'domain.user.password')
  const account = {
    id: random.identifier(),
    name: command.name,
    isEnabled: command.isEnabled,
    authorityQuota: null,
    certificateQuota: null,
  }
  const user = { id: random.identifier(), name: command.userName }
  const project = { id: random.identifier(), name: command.projectName }
  const passwordHash = await credentials.hashPassword(password)
  await record(world, caller, { account, user, project }, passwordHash)
  await world.buckets.prepare(account.id)
  return { account, user: { ...user, password }, project }
}

async function record(
  world: IdentityWorld,
  caller: Caller,
  { account, user, project }: Omit<CreatedAccount, 'user'> & { readonly user: { id: string; name: string } },
  passwordHash: string,
): Promise<void> {
  const now = world.clock.now()
  await world.database.write(account.id, async ({ directory, audit }) => {
    const other = await directory.findAccount({ name: account.name })
    checkNameIsFree(other ? [other] : [], undefined, 'account')
    await directory.addAccount(account, now)
    const first = { ...user, accountId: account.id, isEnabled: true, isAdministrator: true, epoch: 0 }
    await directory.addUser(first, passwordHash, now)
    await directory.addProject(account.id, { ...project, description: '', isEnabled: true }, now)
    await audit.append(accountRecord(caller, now, 'createAccount', account.id))
  })
}

export const listEveryAccount = (
  world: IdentityWorld,
  _caller: Caller,
  _command: object,
): Promise<Account[]> => world.database.search('', ({ directory }) => directory.listAccounts())

/** Null for the installation's own default. */
export type UpdateAccountCommand = { readonly id: string } & Partial<Omit<Account, 'id'>>

/** A disabled account's callers are refused; its CRLs and OCSP go on, for others rely on them. */
export async function updateAccount(
  world: IdentityWorld,
  caller: Caller,
  { id, ...changes }: UpdateAccountCommand,
): Promise<Account> {
  if (id === caller.account.id && changes.isEnabled === false) {
    throw new DomainError('state-forbids', { parameter: 'domain', reason: 'nobody could enable it again' })
  }
  return await world.database.write(id, async ({ directory, audit }) => {
    const before = found(await directory.findAccount({ id }), 'account')
    const after = { ...before, ...changes }
    const other = await directory.findAccount({ name: after.name })
    checkNameIsFree(other ? [other] : [], id, 'account')
    await directory.replaceAccount(after)
    await audit.append(accountRecord(caller, world.clock.now(), 'updateAccount', id))
    return after
  })
}

const accountRecord = (caller: Caller, at: number, operation: string, id: string) =>
  signInRecord(caller, caller, { at, method: caller.method, operation, objectKind: 'account', objectId: id })
