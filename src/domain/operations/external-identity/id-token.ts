import type { RequestOrigin } from '../../model/caller.ts'
import { addToken, type CreatedToken, resolveScope, type ScopeRequest } from '../identity/create-token.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { findProvider } from './find-provider.ts'
import { proveVouched } from './prove-vouched.ts'

export interface IdTokenCommand {
  readonly providerId: string
  readonly idToken: string
  readonly scope?: ScopeRequest
}

/** A token for an ID token. Throws `identity-not-found`, `token-invalid`, `account-disabled`, `scope-unknown`. */
export async function createTokenWithIdToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  { providerId, idToken, scope }: IdTokenCommand,
): Promise<CreatedToken> {
  const vouched = await findProvider(world, providerId).provider.verify(idToken)
  const proven = await proveVouched(world, { ...vouched, source: providerId })
  return await addToken(world, origin, proven, await resolveScope(world, proven.account, scope))
}
