import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { firstAccount } from '../installation/found-account.ts'
import { authenticateToken } from './authenticate-token.ts'
import type { IdentityWorld } from './identity-world.ts'

/**
 * Figures of the installation name the CAs of all accounts, so a token shows them to administrators of its first
 * account only. Throws `token-invalid`, `account-disabled`, `action-denied`.
 */
export async function authenticateWatcher(
  world: IdentityWorld,
  origin: RequestOrigin,
  text: string,
): Promise<void> {
  const { account, user } = await authenticateToken(world, origin, text)
  if (user.isAdministrator && account.id === (await firstAccount(world))) return
  throw new DomainError(
    'action-denied',
    { reason: "for the installation's administrators" },
    { about: { userId: user.id } },
  )
}
