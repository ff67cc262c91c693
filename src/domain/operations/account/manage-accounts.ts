import type { AuditRecord } from '../../model/audit-record.ts'
import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Account } from '../../model/identity.ts'
import { checkPassword } from '../../model/password-rules.ts'
import type { DirectoryReader } from '../../ports/directory-store.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
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
  /** With the password that was made here, in the clear this once; one that was given is not said again. */
  readonly user: { readonly id: string; readonly name: string; readonly password?: string }
  readonly project: { readonly id: string; readonly name: string }
}

/**
 * For the installation's administrators. Its bucket comes first, so that no account is without one; a refused account
 * leaves none. Throws `identity-exists`, `parameter-invalid`, `bucket-store-failed`.
 */
export async function createAccount(
  world: IdentityWorld,
  caller: Caller,
  command: CreateAccountCommand,
): Promise<CreatedAccount> {
  const { random, credentials, buckets } = world
  const password = command.password ?? credentials.makeSecret(24)
  checkPassword(password, command.userName, 'domain.user.password')
  const account = newAccount(random.identifier(), command)
  const user = { id: random.identifier(), name: command.userName }
  const project = { id: random.identifier(), name: command.projectName }
  await world.database.read('', ({ directory }) => checkAccountName(directory, account))
  const passwordHash = await credentials.hashPassword(password)
  await buckets.prepare(account.id)
  try {
    await record(world, caller, { account, user, project }, passwordHash)
  } catch (error) {
    // after any other failure the account may be there all the same
    if (error instanceof DomainError) await buckets.withdraw(account.id)
    throw error
  }
  return { account, user: command.password === undefined ? { ...user, password } : user, project }
}

const newAccount = (id: string, { name, isEnabled }: CreateAccountCommand): Account => ({
  id,
  name,
  isEnabled,
  authorityQuota: null,
  certificateQuota: null,
})

async function record(
  world: IdentityWorld,
  caller: Caller,
  { account, user, project }: CreatedAccount,
  passwordHash: string,
): Promise<void> {
  const now = world.clock.now()
  const add = world.database.write(account.id, async ({ directory, audit }) => {
    await checkAccountName(directory, account)
    await directory.addAccount(account, now)
    const first = { ...user, accountId: account.id, isEnabled: true, isAdministrator: true, epoch: 0 }
    await directory.addUser(first, passwordHash, now)
    await directory.addProject(account.id, { ...project, description: '', isEnabled: true }, now)
    await audit.append(accountRecord(world, caller, 'createAccount', { after: account }))
  })
  await settled(add, 'account')
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
  const update = world.database.write(id, async ({ directory, audit }) => {
    const before = found(await directory.findAccount({ id }), 'account')
    const after = { ...before, ...changes }
    await checkAccountName(directory, after)
    await directory.replaceAccount(after)
    await audit.append(accountRecord(world, caller, 'updateAccount', { before, after }))
    return after
  })
  return await settled(update, 'account')
}

async function checkAccountName(directory: DirectoryReader, { id, name }: Account): Promise<void> {
  const other = await directory.findAccount({ name })
  checkNameIsFree(other ? [other] : [], id, 'account')
}

/** In the trail of the administrators' own account. */
const accountRecord = (
  { clock, digest }: IdentityWorld,
  caller: Caller,
  operation: string,
  { before, after }: { readonly before?: Account; readonly after: Account },
): AuditRecord => ({
  ...signInRecord(caller, caller, {
    at: clock.now(),
    method: caller.method,
    operation,
    objectKind: 'account',
    objectId: after.id,
  }),
  beforeDigest: before === undefined ? null : digest.of(before),
  afterDigest: digest.of(after),
})
