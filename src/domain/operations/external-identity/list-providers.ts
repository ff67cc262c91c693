import type { RequestOrigin } from '../../model/caller.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'

/** The ids of those with whom one may sign in. */
export const listProviders = async (
  { externalIdentity }: IdentityWorld,
  _origin: RequestOrigin,
  _command: object,
): Promise<readonly string[]> => [...externalIdentity.providers.keys()]
