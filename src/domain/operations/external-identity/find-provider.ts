import { DomainError } from '../../model/errors.ts'
import type { OpenIdIdentity } from '../../ports/external-identity.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'

/** Throws `identity-not-found`. */
export function findProvider({ externalIdentity }: IdentityWorld, id: string): OpenIdIdentity {
  const found = externalIdentity.providers.get(id)
  if (!found) throw new DomainError('identity-not-found', { reason: 'there is no such identity provider' })
  return found
}
