import { Type } from 'typebox'
import { type ApiOperation, oneOf } from '../operation.ts'
import { description, Links, name, path } from './shapes.ts'

const Project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  parent_id: Type.String(),
  is_domain: Type.Boolean(),
  enabled: Type.Boolean(),
  description: Type.String(),
  links: Links,
})
const Projects = Type.Object({ projects: Type.Array(Project), links: Links })

export const listProjects = {
  id: 'KeystoneListProjects',
  method: 'GET',
  path: '/v3/projects',
  summary: "List the account's projects",
  action: null,
  query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 256 })) }),
  success: { status: 200, body: Projects },
} as const satisfies ApiOperation

export const listAuthorizedProjects = {
  id: 'KeystoneListAuthProjects',
  method: 'GET',
  path: '/v3/auth/projects',
  summary: 'List the projects that the caller may take a token for',
  action: null,
  success: { status: 200, body: Projects },
} as const satisfies ApiOperation

const One = { status: 200, body: Type.Object({ project: Project }) } as const
const one = { path: '/v3/projects/{project_id}', params: path('project_id') } as const

export const showProject = {
  id: 'KeystoneShowProject',
  method: 'GET',
  ...one,
  summary: 'Show a project',
  action: 'iam:projects:getProject',
  success: One,
} as const satisfies ApiOperation

export const createProject = {
  id: 'KeystoneCreateProject',
  method: 'POST',
  path: '/v3/projects',
  summary: 'Create a project',
  action: 'iam:projects:createProject',
  body: Type.Object({ project: Type.Object({ name, description: Type.Optional(description) }) }),
  success: { ...One, status: 201 },
} as const satisfies ApiOperation

export const updateProject = {
  id: 'KeystoneUpdateProject',
  method: 'PATCH',
  ...one,
  summary: 'Change a project',
  action: 'iam:projects:updateProject',
  body: Type.Object({
    project: Type.Object({ name: Type.Optional(name), description: Type.Optional(description) }),
  }),
  success: One,
} as const satisfies ApiOperation

export const deleteProject = {
  id: 'KeystoneDeleteProject',
  method: 'DELETE',
  ...one,
  summary: 'Delete a project with the tokens for it and what is granted on it',
  action: 'iam:projects:deleteProject',
  success: { status: 204 },
} as const satisfies ApiOperation

export const switchProject = {
  id: 'UpdateProjectStatus',
  method: 'PUT',
  path: '/v3-ext/projects/{project_id}',
  params: path('project_id'),
  summary: 'Suspend a project, or take it up again',
  action: 'iam:projects:updateProject',
  body: Type.Object({
    project: Type.Object({ status: oneOf(['normal', 'suspended']) }),
  }),
  success: { status: 204 },
} as const satisfies ApiOperation

export const listProjectsOfUser = {
  id: 'KeystoneListProjectsForUser',
  method: 'GET',
  path: '/v3/users/{user_id}/projects',
  params: path('user_id'),
  summary: 'List the projects that a user may take a token for',
  action: 'iam:projects:listProjectsForUser',
  isOwnAllowed: true,
  success: { status: 200, body: Projects },
} as const satisfies ApiOperation
