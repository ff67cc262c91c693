import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { SignInSecrets } from '../../ports/external-identity.ts'
import type { World } from '../world.ts'

/** How long somebody may take to sign in. */
export const ticketMs = 600_000

/** A sign-in under way: kept by the browser, sealed, so that nothing is stored for who never comes back. */
export interface SignInTicket extends SignInSecrets {
  readonly endsAt: number
}

export function sealTicket({ vault }: World, providerId: string, ticket: SignInTicket): Uint8Array {
  const octets = new TextEncoder().encode(JSON.stringify(ticket))
  return vault.seal(sealedRecords.signIn(providerId), octets).sealed
}

/** Throws `token-invalid` for a ticket that is not ours, of another provider, or over. */
export function openTicket({ vault, clock }: World, providerId: string, sealed: Uint8Array): SignInTicket {
  const ticket = unsealed(() => vault.unseal({ record: sealedRecords.signIn(providerId), sealed }))
  if (ticket.endsAt <= clock.now()) throw new DomainError('token-invalid', { reason: 'took too long' })
  return ticket
}

/** It came from a browser: that it does not open is no failure of ours. */
function unsealed(open: () => Uint8Array): SignInTicket {
  try {
    return JSON.parse(new TextDecoder().decode(open())) as SignInTicket
  } catch (error) {
    throw new DomainError('token-invalid', { reason: 'was begun elsewhere' }, { cause: error })
  }
}
