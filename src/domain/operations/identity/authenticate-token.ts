import type { Caller, RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Token } from '../../model/identity.ts'
import { nothing } from '../../model/permission/reach.ts'
import { checkEnabled } from './check-enabled.ts'
import type { IdentityWorld } from './identity-world.ts'

/** The caller that a token stands for. Throws `token-invalid`, `account-disabled`. */
export async function authenticateToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  text: string,
): Promise<Caller> {
  const token = await findToken(world, text)
  checkEnabled(token.account)
  const { account, user, project } = token
  const { expiresAt: endsAt, delegate } = token
  const method = { method: 'token', accessKeyId: null, sessionPolicy: null, endsAt, delegate } as const
  return { ...origin, account, user, project, ...method, reach: nothing }
}

/** The living token of this text. Throws `token-invalid` for one that is forged, expired, revoked or orphaned. */
export async function findToken(world: IdentityWorld, text: string): Promise<Token> {
  const hash = world.credentials.hashToken(text)
  const load = () => world.database.read('', (stores) => stores.directory.findToken(hash, world.clock.now()))
  const cached = await world.tokens.get(hash, load, ({ account }) => account.id)
  // an agency's rests on another account too, whose changes the cache does not hear of
  const token = cached?.value.delegate ? await load() : cached?.value
  if (!token || token.expiresAt <= world.clock.now() || !token.user.isEnabled) {
    throw new DomainError('token-invalid')
  }
  return token
}
