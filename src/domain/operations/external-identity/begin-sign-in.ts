import type { RequestOrigin } from '../../model/caller.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { findProvider } from './find-provider.ts'
import { sealTicket, ticketMs } from './sign-in-ticket.ts'

export interface BegunSignIn {
  /** Where the browser is sent. */
  readonly url: string
  /** What the browser brings back, so that nobody ends a sign-in that another began. */
  readonly ticket: Uint8Array
  readonly ticketSeconds: number
}

/** Throws `identity-not-found`, `identity-store-failed`. */
export async function beginSignIn(
  world: IdentityWorld,
  _origin: RequestOrigin,
  { providerId }: { readonly providerId: string },
): Promise<BegunSignIn> {
  const { provider } = findProvider(world, providerId)
  const secret = () => world.credentials.makeToken().text
  const secrets = { state: secret(), nonce: secret(), verifier: secret() }
  const url = await provider.signInUrl(secrets)
  const endsAt = world.clock.now() + ticketMs
  return {
    url,
    ticket: sealTicket(world, providerId, { ...secrets, endsAt }),
    ticketSeconds: ticketMs / 1000,
  }
}
