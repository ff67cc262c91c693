import { DomainError } from '../../model/errors.ts'
import { defaultEnterpriseProject, type EnterpriseProject } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import type { Call } from '../world.ts'

export type EnterpriseProjectCommand = Pick<EnterpriseProject, 'name' | 'description' | 'type'>

/** The default one first. */
export const listEnterpriseProjects = (
  call: Call,
  { name, isEnabled }: { readonly name?: string; readonly isEnabled?: boolean },
): Promise<EnterpriseProject[]> =>
  call.read(async (stores) =>
    [defaultEnterpriseProject, ...(await stores.enterpriseProjects.list({}))].filter(
      (project) =>
        (name === undefined || project.name.includes(name)) &&
        (isEnabled === undefined || project.isEnabled === isEnabled),
    ),
  )

export const showEnterpriseProject = (
  call: Call,
  { id }: { readonly id: string },
): Promise<EnterpriseProject> =>
  call.read(async (stores) => {
    if (id === defaultEnterpriseProject.id) return defaultEnterpriseProject
    return found(await stores.enterpriseProjects.find(id), 'enterprise project')
  })

/** Throws `identity-exists`, `quota-exceeded`. */
export async function createEnterpriseProject(
  call: Call,
  command: EnterpriseProjectCommand,
): Promise<EnterpriseProject> {
  const now = call.clock.now()
  const project = { ...command, id: call.random.uuid(), isEnabled: true, createdAt: now, updatedAt: now }
  const most = call.settings.identityBounds.enterpriseProjects
  const add = call.write(async (stores, tell) => {
    checkBound(await stores.enterpriseProjects.count(), most, 'an account', 'enterprise projects')
    await checkName(stores, project.name, undefined)
    await stores.enterpriseProjects.add(project)
    tell({ kind: 'enterprise-project', id: project.id, after: project })
  })
  await settled(add, 'enterprise project')
  return project
}

/** Of a disabled one what is there stays and serves; nothing new is put into it. */
export async function updateEnterpriseProject(
  call: Call,
  {
    id,
    ...changes
  }: Partial<EnterpriseProjectCommand> & { readonly id: string; readonly isEnabled?: boolean },
): Promise<EnterpriseProject> {
  if (id === defaultEnterpriseProject.id) {
    throw new DomainError('state-forbids', {
      parameter: 'enterprise_project_id',
      reason: 'is the default one',
    })
  }
  const update = call.write(async (stores, tell) => {
    const before = found(await stores.enterpriseProjects.find(id), 'enterprise project')
    const after = { ...before, ...changes, updatedAt: call.clock.now() }
    await checkName(stores, after.name, id)
    await stores.enterpriseProjects.replace(after)
    tell({ kind: 'enterprise-project', id, before, after })
    return after
  })
  return await settled(update, 'enterprise project')
}

async function checkName(
  { enterpriseProjects }: TenantReaders,
  name: string,
  exceptId: string | undefined,
): Promise<void> {
  const others = name === defaultEnterpriseProject.name ? [defaultEnterpriseProject] : []
  checkNameIsFree([...others, ...(await enterpriseProjects.list({ name }))], exceptId, 'enterprise project')
}
