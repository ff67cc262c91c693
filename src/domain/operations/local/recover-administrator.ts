import type { User } from '../../model/identity.ts'
import { checkPassword } from '../../model/password-rules.ts'
import type { Credentials } from '../../ports/credentials.ts'
import type { Database, InstallationReaders } from '../../ports/doors.ts'
import { firstAccount } from '../installation/found-account.ts'
import type { LocalDoors } from './local-doors.ts'

/** Whom a password is set for; what is absent is the first account, and its only administrator. */
export interface Recovery {
  readonly account?: string
  readonly user?: string
}

/** No administrator is what was asked for; one line for the operator. */
export class NoAdministratorError extends Error {
  override readonly name = 'NoAdministratorError'
}

/** The administrator that is meant. Throws `NoAdministratorError`, with the names there are. */
export async function findAdministrator(
  database: Pick<Database, 'read'>,
  { account: accountName, user: userName }: Recovery,
): Promise<User> {
  const firstId = await firstAccount({ database })
  const account = await database.read('', ({ directory }) =>
    directory.findAccount(accountName === undefined ? { id: firstId ?? '' } : { name: accountName }),
  )
  if (!account) throw new NoAdministratorError(`there is no account ${accountName ?? ''}`)
  const users = await database.read(account.id, (stores: InstallationReaders) => stores.users.list({}))
  const administrators = users.filter(({ isAdministrator }) => isAdministrator)
  const meant = administrators.filter(({ name }) => userName === undefined || name === userName)
  const [user] = meant
  if (user && meant.length === 1) return user
  const names = administrators.map(({ name }) => name).join(', ') || 'none'
  throw new NoAdministratorError(
    `say which administrator of the account ${account.name} is meant; there are: ${names}`,
  )
}

/**
 * Gives an administrator another password, lets in one that was disabled, and ends its tokens. Who knows the old password
 * is locked out; the count of failed attempts begins anew. Throws `parameter-invalid` for a password that is too weak.
 */
export async function recoverAdministrator(
  { write }: Pick<LocalDoors, 'write'>,
  credentials: Credentials,
  { id, name }: User,
  password: string,
): Promise<void> {
  checkPassword(password, name, 'password')
  const passwordHash = await credentials.hashPassword(password)
  await write(async ({ users }, tell) => {
    const user = await users.find(id)
    if (!user) throw new NoAdministratorError(`the user ${name} is gone`)
    const after = { ...user, isEnabled: true, isPasswordInitial: true, epoch: user.epoch + 1 }
    await users.replace(after, passwordHash)
    tell({ kind: 'user', id, before: user, after })
  })
}
