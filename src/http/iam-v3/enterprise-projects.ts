import * as contract from '../../contract/iam-v3/enterprise-projects.ts'
import type { EnterpriseProject } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import { presentEnterpriseProject } from './present.ts'

const mostListed = 1000

const one = (project: EnterpriseProject) => ({ enterprise_project: presentEnterpriseProject(project) })

/** The vendor's enterprise project service, as far as permissions need it. */
export const enterpriseProjectRoutes = (operations: Operations): Route[] => [
  {
    operation: contract.listEnterpriseProjects,
    async answer({ query }, { caller }) {
      const { id, name, status = 0, offset = 0, limit = mostListed } = query as Query
      const projects = await operations.listEnterpriseProjects(caller, {
        ...(name !== undefined && { name }),
        ...(status > 0 && { isEnabled: status === 1 }),
      })
      const found = projects.filter((project) => id === undefined || project.id === id)
      const page = found.slice(offset, offset + limit).map(presentEnterpriseProject)
      return { body: { enterprise_projects: page, total_count: found.length } }
    },
  },
  route(contract.showEnterpriseProject, operations.showEnterpriseProject, {
    command: ({ params }) => ({ id: params.enterprise_project_id }),
    present: one,
  }),
  route(contract.createEnterpriseProject, operations.createEnterpriseProject, {
    command: ({ body: { name, description = '', type = 'prod' } }) => ({ name, description, type }),
    present: one,
  }),
  route(contract.updateEnterpriseProject, operations.updateEnterpriseProject, {
    command: ({ params, body }) => ({ id: params.enterprise_project_id, ...body }),
    present: one,
  }),
  route(contract.switchEnterpriseProject, operations.updateEnterpriseProject, {
    command: ({ params, body }) => ({
      id: params.enterprise_project_id,
      isEnabled: body.action === 'enable',
    }),
  }),
]

interface Query {
  readonly id?: string
  readonly name?: string
  readonly status?: number
  readonly offset?: number
  readonly limit?: number
}
