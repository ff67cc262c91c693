import { DomainError } from '../../model/errors.ts'
import type { Token } from '../../model/identity.ts'
import type { Call } from '../world.ts'

/** The token of this text, if it belongs to the caller's account; else `token-invalid`. */
export async function showToken(call: Call, text: string): Promise<Token> {
  const hash = call.credentials.hashToken(text)
  const token = await call.read(({ directory }) => directory.findToken(hash, call.clock.now()))
  if (!token || token.account.id !== call.caller.account.id) throw new DomainError('token-invalid')
  return token
}

/** Ends a token of the caller's own, or of a user of the account that the caller administers. */
export async function revokeToken(call: Call, text: string): Promise<void> {
  const { caller } = call
  const token = await showToken(call, text)
  if (token.user.id !== caller.user.id && !caller.user.isAdministrator) throw new DomainError('action-denied')
  await call.write(async ({ directory }, tell) => {
    await directory.removeToken(call.credentials.hashToken(text))
    tell({ kind: 'token', id: null })
  })
}
