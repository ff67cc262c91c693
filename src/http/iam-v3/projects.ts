import * as contract from '../../contract/iam-v3/operations.ts'
import type { Account, Project } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route, type Scene } from '../wire/route.ts'

/** Where links of answers lead, and the region that this installation is. */
export interface IamSettings {
  readonly apiUrl: string
  readonly region: string
}

/** The look-ups that SDKs and Terraform make by themselves (client contract 2.7, 3.1). */
export function projectRoutes(operations: Operations, { apiUrl, region }: IamSettings): Route[] {
  const linkTo = (path: string) => ({ self: `${apiUrl}${path}` })
  const listLinks = (path: string) => ({ ...linkTo(path), next: null, previous: null })

  const presentProject = ({ id, name, isEnabled }: Project, { caller }: Scene) => ({
    id,
    name,
    domain_id: caller.account.id,
    parent_id: caller.account.id,
    is_domain: false,
    enabled: isEnabled,
    description: '',
    links: listLinks(`/v3/projects/${id}`),
  })

  const presentAccount = ({ id, name, isEnabled }: Account) => ({
    id,
    name,
    enabled: isEnabled,
    description: '',
    links: linkTo(`/v3/domains/${id}`),
  })

  return [
    route(contract.listProjects, operations.listProjects, {
      command: ({ query: { name } }) => ({ ...(name !== undefined && { name }) }),
      present: (projects, scene) => ({
        projects: projects.map((project) => presentProject(project, scene)),
        links: listLinks('/v3/projects'),
      }),
    }),
    route(contract.listAuthorizedProjects, operations.listProjects, {
      command: () => ({}),
      present: (projects, scene) => ({
        projects: projects.map((project) => presentProject(project, scene)),
        links: listLinks('/v3/auth/projects'),
      }),
    }),
    route(contract.listAuthorizedAccounts, operations.listAccounts, {
      command: () => ({}),
      present: (accounts) => ({
        domains: accounts.map(presentAccount),
        links: listLinks('/v3/auth/domains'),
      }),
    }),
    {
      operation: contract.listRegions,
      answer: async () => ({
        body: {
          regions: [
            {
              id: region,
              type: 'public',
              description: '',
              parent_region_id: null,
              links: linkTo(`/v3/regions/${region}`),
            },
          ],
          links: listLinks('/v3/regions'),
        },
      }),
    },
  ]
}
