import type { RecoveryOptions } from '../cli/key-commands.ts'
import { firstLine } from '../cli/remote/password.ts'
import type { Surroundings } from '../cli/remote/surroundings.ts'
import type { Config } from '../config/config.ts'
import { createCredentials } from '../crypto/credentials.ts'
import { findAdministrator, recoverAdministrator } from '../domain/operations/local/recover-administrator.ts'
import { revokeAllTokens } from '../domain/operations/local/revoke-all-tokens.ts'
import type { CommandAnswer } from './audit-commands.ts'
import { withLocalWorld } from './local-world.ts'

type Place = Pick<Config, 'databaseUrl' | 'masterKeyFile'>

/** Ends all tokens; the server may be at work. Throws an Error of one line. */
export async function endAllSessions(place: Place): Promise<CommandAnswer> {
  return await withLocalWorld(place, async ({ doors, openVault }) => {
    await openVault(place.masterKeyFile)
    await revokeAllTokens(doors('revokeAllTokens'))
    const words = [
      'all tokens, console sessions and temporary access keys have ended; within 5 s on every server',
    ]
    return { data: '', words, isRight: true }
  })
}

/**
 * Sets an administrator's password. Who can open the master key could read every secret, so nothing else is asked for.
 * A password that was made is printed to stdout, this once. Throws an Error of one line.
 */
export async function setAdministratorPassword(
  place: Place,
  { passwordFile, ...whom }: RecoveryOptions,
  { readText, makePassword }: Pick<Surroundings, 'readText' | 'makePassword'>,
): Promise<CommandAnswer> {
  return await withLocalWorld(place, async ({ database, doors, openVault }) => {
    await openVault(place.masterKeyFile)
    const user = await findAdministrator(database, whom)
    const password = passwordFile === undefined ? makePassword() : firstLine(await readText(passwordFile))
    await recoverAdministrator(
      doors('recoverAdministrator', user.accountId),
      createCredentials(),
      user,
      password,
    )
    return {
      data: passwordFile === undefined ? `${password}\n` : '',
      words: [`${user.name} has another password and is let in; its tokens have ended`],
      isRight: true,
    }
  })
}
