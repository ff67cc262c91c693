import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Token } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { externalId } from '../external-identity/external-user.ts'
import type { Call } from '../world.ts'
import { findToken } from './authenticate-token.ts'
import type { IdentityWorld } from './identity-world.ts'

/** The token of this text, if it belongs to the caller's account; else `token-invalid`. */
export async function showToken(world: IdentityWorld, caller: Caller, text: string): Promise<Token> {
  const token = await findToken(world, caller, text)
  if (token.account.id !== caller.account.id) throw new DomainError('token-invalid')
  return token
}

/**
 * Ends a token of the caller's own, or of a user of the account that the caller administers. Another identity
 * service's ends there: here it is `token-invalid`.
 */
export async function revokeToken(call: Call, text: string): Promise<void> {
  const { caller } = call
  const hash = call.credentials.hashToken(text)
  const holder = await call.read((stores) => findHolder(stores, hash, call.clock.now()))
  if (holder?.accountId !== caller.account.id) throw new DomainError('token-invalid')
  if (holder.userId !== caller.user.id && !caller.user.isAdministrator) throw new DomainError('action-denied')
  await call.write(async ({ directory, externalSessions }, tell) => {
    await directory.removeToken(hash)
    await externalSessions.remove(hash)
    tell({ kind: 'token', id: null })
  })
}

async function findHolder({ directory, externalSessions }: TenantReaders, hash: string, now: number) {
  const token = await directory.findToken(hash, now)
  if (token) return { accountId: token.account.id, userId: token.user.id }
  const session = await externalSessions.find(hash, now)
  return session && { accountId: session.account.id, userId: externalId(session.source, session.subject) }
}
