import type { Caller, RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Token } from '../../model/identity.ts'
import { nothing } from '../../model/permission/reach.ts'
import { findForeignToken } from '../external-identity/find-foreign-token.ts'
import { tokenOfSession } from '../external-identity/token-of-session.ts'
import { checkEnabled } from './check-enabled.ts'
import type { IdentityWorld } from './identity-world.ts'

/** The caller that a token stands for. Throws `token-invalid`, `account-disabled`. */
export async function authenticateToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  text: string,
): Promise<Caller> {
  const token = await findToken(world, origin, text)
  checkEnabled(token.account)
  const { account, user, project } = token
  const { expiresAt: endsAt, delegate } = token
  const method = { method: 'token', accessKeyId: null, sessionPolicy: null, endsAt, delegate } as const
  return { ...origin, account, user, project, ...method, reach: nothing }
}

/**
 * The living token of this text: ours, or where that is set another identity service's. Throws `token-invalid` for one
 * that is forged, expired, revoked or orphaned. What could be ours is never shown to anybody else.
 */
export async function findToken(world: IdentityWorld, origin: RequestOrigin, text: string): Promise<Token> {
  const isOurs = world.credentials.isToken(text) || world.externalIdentity.keystone === null
  return isOurs ? await findOwnToken(world, text) : await findForeignToken(world, origin, text)
}

/** The living token of ours. Throws `token-invalid`. */
export async function findOwnToken(world: IdentityWorld, text: string): Promise<Token> {
  const hash = world.credentials.hashToken(text)
  const load = () => readToken(world, hash)
  const cached = await world.tokens.get(hash, load, ({ account }) => account.id)
  // an agency's rests on another account too, whose changes the cache does not hear of
  const token = cached?.value.delegate ? await load() : cached?.value
  if (!token || token.expiresAt <= world.clock.now() || !token.user.isEnabled) {
    throw new DomainError('token-invalid')
  }
  return token
}

const readToken = (world: IdentityWorld, hash: string): Promise<Token | undefined> =>
  world.database.read('', async ({ directory, externalSessions }) => {
    const now = world.clock.now()
    const token = await directory.findToken(hash, now)
    if (token || world.externalIdentity.providers.size === 0) return token
    const session = await externalSessions.find(hash, now)
    return session && tokenOfSession(world, session)
  })
