import { DomainError } from '../../model/errors.ts'
import { defaultEnterpriseProject } from '../../model/identity.ts'
import type { Call } from '../world.ts'

/** Throws `parameter-invalid` unless the account has the enterprise project and it takes new resources. */
export async function checkEnterpriseProject(call: Call, id: string): Promise<void> {
  if (id === defaultEnterpriseProject.id) return
  const project = await call.read(({ enterpriseProjects }) => enterpriseProjects.find(id))
  if (project?.isEnabled) return
  const reason = project ? 'is disabled' : 'is unknown'
  throw new DomainError('parameter-invalid', { parameter: 'enterprise_project_id', reason })
}
