import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { addToken, type CreatedToken } from '../identity/create-token.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { findProvider } from './find-provider.ts'
import { proveVouched } from './prove-vouched.ts'

export interface FetchTokenCommand {
  readonly providerId: string
  readonly code: string
}

/** The token of a sign-in that was finished. Throws `token-invalid` for a code that is unknown, used or over. */
export async function fetchToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  { providerId, code }: FetchTokenCommand,
): Promise<CreatedToken> {
  findProvider(world, providerId)
  const hash = world.credentials.hashToken(code)
  const now = world.clock.now()
  const vouched = await world.database.write('', ({ externalSessions }) =>
    externalSessions.takeSignIn(providerId, hash, now),
  )
  if (!vouched) throw new DomainError('token-invalid')
  return await addToken(world, origin, await proveVouched(world, vouched), null)
}
