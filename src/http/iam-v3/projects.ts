import * as contract from '../../contract/iam-v3/projects.ts'
import type { Project } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route, type Scene } from '../wire/route.ts'
import type { IamSettings, Presenters } from './present.ts'

/** The look-ups that SDKs and Terraform make by themselves (client contract 2.7, 3.1), and what manages projects. */
export function projectRoutes(operations: Operations, { region }: IamSettings, present: Presenters): Route[] {
  const one = (project: Project, scene: Scene) => ({ project: present.project(project, scene) })
  const many = (path: string) => (projects: readonly Project[], scene: Scene) => ({
    projects: projects.map((project) => present.project(project, scene)),
    links: present.listLinks(path),
  })

  return [
    route(contract.listProjects, operations.listProjects, {
      command: ({ query: { name } }) => ({ ...(name !== undefined && { name }) }),
      present: many('/v3/projects'),
    }),
    route(contract.listAuthorizedProjects, operations.listProjects, {
      command: () => ({}),
      present: many('/v3/auth/projects'),
    }),
    route(contract.listProjectsOfUser, operations.listProjectsOfUser, {
      command: ({ params }) => ({ id: params.user_id }),
      present: many('/v3/projects'),
    }),
    route(contract.showProject, operations.showProject, {
      command: ({ params }) => ({ id: params.project_id }),
      present: one,
    }),
    route(contract.createProject, operations.createProject, {
      command: ({ body: { project } }) => ({ name: project.name, description: project.description ?? '' }),
      present: one,
    }),
    route(contract.updateProject, operations.updateProject, {
      command: ({ params, body: { project } }) => ({ id: params.project_id, ...project }),
      present: one,
    }),
    route(contract.deleteProject, operations.deleteProject, {
      command: ({ params }) => ({ id: params.project_id, region }),
    }),
    route(contract.switchProject, operations.updateProject, {
      command: ({ params, body: { project } }) => ({
        id: params.project_id,
        isEnabled: project.status === 'normal',
      }),
    }),
  ]
}
