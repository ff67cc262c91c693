import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'

/**
 * The caller in a project that the call itself names: what is granted on other projects does not count there (api-answers
 * A42). A token that was taken for a project is good for that one, everything else for each of the caller's account.
 * Throws `scope-unknown`, without telling what other accounts have.
 */
export async function enterProject(world: IdentityWorld, caller: Caller, id: string): Promise<Caller> {
  const { account, project: own, method } = caller
  if (method === 'token' && own !== null && own.id !== id) throw unknown('is not the project of the token')
  const project = await world.database.read('', ({ directory }) => directory.findProject(account.id, { id }))
  if (!project?.isEnabled) throw unknown('is no project of the account')
  return { ...caller, project, enteredProjectId: id }
}

const unknown = (reason: string) => new DomainError('scope-unknown', { parameter: 'project_id', reason })
