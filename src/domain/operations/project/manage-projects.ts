import { DomainError } from '../../model/errors.ts'
import type { Project } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import { checkOwnOrAllowed } from '../permission/own.ts'
import { presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'

export interface ProjectCommand {
  readonly name: string
  readonly description: string
}

/** The account's projects, or the one of this name. */
export async function listProjects(call: Call, { name }: { readonly name?: string }): Promise<Project[]> {
  return call.read(({ directory }) => directory.listProjects(call.caller.account.id, name))
}

/** The projects that a user may take a token for: all of the account. */
export async function listProjectsOfUser(call: Call, { id }: { readonly id: string }): Promise<Project[]> {
  checkOwnOrAllowed(call, id, 'iam:projects:listProjectsForUser')
  return await call.read(async (stores) => {
    await presentUser(stores, id)
    return await stores.directory.listProjects(call.caller.account.id)
  })
}

export const showProject = (call: Call, { id }: { readonly id: string }): Promise<Project> =>
  call.read((stores) => presentProject(stores, id))

/** Throws `identity-exists`, `quota-exceeded`. */
export async function createProject(call: Call, command: ProjectCommand): Promise<Project> {
  const project = { ...command, id: call.random.identifier(), isEnabled: true }
  const add = call.write(async ({ directory, projects }, tell) => {
    checkBound(await projects.count(), call.settings.identityBounds.projects, 'an account', 'projects')
    checkNameIsFree(await directory.listProjects(call.caller.account.id, project.name), undefined, 'project')
    await projects.add(project, call.clock.now())
    tell({ kind: 'project', id: project.id, after: project })
  })
  await settled(add, 'project')
  return project
}

export async function updateProject(
  call: Call,
  { id, ...changes }: Partial<ProjectCommand> & { readonly id: string; readonly isEnabled?: boolean },
): Promise<Project> {
  const update = call.write(async (stores, tell) => {
    const before = await presentProject(stores, id)
    const after = { ...before, ...changes }
    checkNameIsFree(await stores.directory.listProjects(call.caller.account.id, after.name), id, 'project')
    await stores.projects.replace(after)
    tell({ kind: 'project', id, before, after })
    return after
  })
  return await settled(update, 'project')
}

/**
 * With the tokens for it and what was granted on it; CAs and certificates belong to the account and stay. Throws
 * `state-forbids` for the one that is named like the region: clients look it up to find their way.
 */
export async function deleteProject(
  call: Call,
  { id, region }: { readonly id: string; readonly region: string },
): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentProject(stores, id)
    if (before.name === region) {
      throw new DomainError('state-forbids', { parameter: 'project_id', reason: 'is the region’s own' })
    }
    await stores.projects.remove(id)
    tell({ kind: 'project', id, before })
  })
}

export async function presentProject(
  { projects }: Pick<TenantReaders, 'projects'>,
  id: string,
): Promise<Project> {
  return found(await projects.find(id), 'project')
}
