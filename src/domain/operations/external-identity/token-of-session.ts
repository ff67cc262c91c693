import type { Token } from '../../model/identity.ts'
import type { ExternalSession } from '../../ports/external-session-store.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { externalUser } from './external-user.ts'

/**
 * What a token of ours stands for that was given for another's word: judged by the rules as they are now, so that
 * one whose rule is gone is worth nothing.
 */
export function tokenOfSession(
  { externalIdentity }: IdentityWorld,
  session: ExternalSession,
): Token | undefined {
  const { source, account, project, issuedAt, expiresAt, methods } = session
  const rules = externalIdentity.providers.get(source)?.rules
  if (rules?.account !== account.name) return undefined
  const user = externalUser(account, source, session, rules)
  return user && { user, account, project, issuedAt, expiresAt, methods, delegate: null }
}
