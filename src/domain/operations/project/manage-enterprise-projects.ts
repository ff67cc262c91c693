import { DomainError } from '../../model/errors.ts'
import { defaultEnterpriseProject, type EnterpriseProject } from '../../model/identity.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkNameIsFree, found } from '../identity/found.ts'
import type { Call } from '../world.ts'

export type EnterpriseProjectCommand = Pick<EnterpriseProject, 'name' | 'description' | 'type'>

/** The default one first. */
export const listEnterpriseProjects = (
  call: Call,
  { name, isEnabled }: { readonly name?: string; readonly isEnabled?: boolean },
): Promise<EnterpriseProject[]> =>
  call.read(async (stores) =>
    (await everyProject(stores)).filter(
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

export async function createEnterpriseProject(
  call: Call,
  command: EnterpriseProjectCommand,
): Promise<EnterpriseProject> {
  const now = call.clock.now()
  const project = { ...command, id: call.random.uuid(), isEnabled: true, createdAt: now, updatedAt: now }
  await call.write(async (stores, tell) => {
    await checkName(stores, project.name, undefined)
    await stores.enterpriseProjects.add(project)
    tell({ kind: 'enterprise-project', id: project.id, after: project })
  })
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
  return await call.write(async (stores, tell) => {
    const before = found(await stores.enterpriseProjects.find(id), 'enterprise project')
    const after = { ...before, ...changes, updatedAt: call.clock.now() }
    await checkName(stores, after.name, id)
    await stores.enterpriseProjects.replace(after)
    tell({ kind: 'enterprise-project', id, before, after })
    return after
  })
}

const everyProject = async ({ enterpriseProjects }: TenantReaders) => [
  defaultEnterpriseProject,
  ...(await enterpriseProjects.list()),
]

async function checkName(stores: TenantReaders, name: string, exceptId: string | undefined): Promise<void> {
  const others = (await everyProject(stores)).filter((project) => project.name === name)
  checkNameIsFree(others, exceptId, 'enterprise project')
}
