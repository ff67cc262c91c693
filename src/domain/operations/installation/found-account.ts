import type { Account, Project, User } from '../../model/identity.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Database } from '../../ports/doors.ts'
import type { World } from '../world.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An account with everything that its first administrator needs; the secrets are in the clear only here. */
export interface FoundedAccount {
  readonly account: Pick<Account, 'id' | 'name'>
  readonly user: Pick<User, 'id' | 'name'> & { readonly password: string }
  readonly project: Project
  readonly accessKey: { readonly id: string; readonly secretKey: string }
}

/** Where the first credentials are kept for the administrator. */
export interface CredentialKeeper {
  keep(founded: FoundedAccount): Promise<void>
  /** They are nobody's: another node founded the account meanwhile. */
  discard(): Promise<void>
}

interface Names {
  readonly account: string
  readonly user: string
  readonly project: string
}

const foundedName = 'first-account'

/**
 * The first account, where there never was one, with a bucket of its own where it has none: a process killed before
 * the bucket was made makes it when it starts again.
 */
export async function foundAccount(world: World, names: Names, keeper: CredentialKeeper): Promise<void> {
  if (!(await firstAccount(world))) await found(world, names, keeper)
  const accountId = await firstAccount(world)
  if (accountId !== undefined) await world.buckets.prepare(accountId)
}

/** The id of the account that the installation began with. */
export async function firstAccount({
  database,
}: {
  readonly database: Pick<Database, 'read'>
}): Promise<string | undefined> {
  const id = await database.read('', ({ installation }) => installation.findValue(foundedName))
  return id && new TextDecoder().decode(id)
}

/**
 * The credentials are kept before the commit: a process killed in between leaves credentials of an account that does
 * not exist, and the next start makes both anew; the other way round nobody could ever sign in.
 */
async function found(world: World, names: Names, keeper: CredentialKeeper): Promise<void> {
  const { random, credentials } = world
  const founded: FoundedAccount = {
    account: { id: random.identifier(), name: names.account },
    user: { id: random.identifier(), name: names.user, password: credentials.makeSecret(24) },
    project: { id: random.identifier(), name: names.project, description: '', isEnabled: true },
    accessKey: { id: random.text(20, `${letters}0123456789`), secretKey: credentials.makeSecret(40) },
  }
  const passwordHash = await world.credentials.hashPassword(founded.user.password)
  await keeper.keep(founded)
  if (!(await record(world, founded, passwordHash))) await keeper.discard()
}

/** False, and nothing written, when another node was first. */
async function record(world: World, founded: FoundedAccount, passwordHash: string): Promise<boolean> {
  const { account, user, project, accessKey } = founded
  const now = world.clock.now()
  const record = sealedRecords.accessKey(user.id, accessKey.id)
  const secret = world.vault.seal(record, new TextEncoder().encode(accessKey.secretKey)).sealed
  return world.database.write(account.id, async ({ directory, audit, installation }) => {
    await installation.isEmpty()
    if (await installation.findValue(foundedName)) return false
    await installation.setValue(foundedName, new TextEncoder().encode(account.id))
    await directory.addAccount(
      { ...account, isEnabled: true, authorityQuota: null, certificateQuota: null },
      now,
    )
    await directory.addUser(
      {
        id: user.id,
        accountId: account.id,
        name: user.name,
        isEnabled: true,
        isAdministrator: true,
        epoch: 0,
      },
      passwordHash,
      now,
    )
    await directory.addProject(account.id, project, now)
    await directory.addAccessKey({ id: accessKey.id, userId: user.id, isEnabled: true }, secret, now)
    await audit.append({
      at: now,
      accountId: account.id,
      userId: null,
      method: 'installation',
      accessKeyId: null,
      sourceAddress: 'local',
      requestId: world.random.identifier(),
      operation: 'foundAccount',
      objectKind: 'account',
      objectId: account.id,
      result: 'success',
      beforeDigest: null,
      afterDigest: null,
      count: 1,
    })
    return true
  })
}
