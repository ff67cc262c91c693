import { Type } from 'typebox'
import { type ApiOperation, oneOf } from '../operation.ts'
import { description, path } from './shapes.ts'

export const EnterpriseProject = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  status: Type.Integer({ description: '1 enabled, 2 disabled' }),
  type: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
  delete_flag: Type.Boolean(),
})
const One = { status: 200, body: Type.Object({ enterprise_project: EnterpriseProject }) } as const

const root = '/v1.0/enterprise-projects'
const one = { path: `${root}/{enterprise_project_id}`, params: path('enterprise_project_id') } as const

const name = Type.String({
  pattern: '^[\\p{L}\\p{N}_-]{1,255}$',
  expectation: 'must have 1 to 255 letters, digits, hyphens or underscores',
})
const type = oneOf(['prod', 'poc'])

export const listEnterpriseProjects = {
  id: 'ListEnterpriseProject',
  method: 'GET',
  path: root,
  summary: 'List enterprise projects',
  action: 'eps:enterpriseProjects:list',
  query: Type.Object({
    id: Type.Optional(Type.String({ maxLength: 64 })),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    status: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  success: {
    status: 200,
    body: Type.Object({ enterprise_projects: Type.Array(EnterpriseProject), total_count: Type.Integer() }),
  },
} as const satisfies ApiOperation

export const showEnterpriseProject = {
  id: 'ShowEnterpriseProject',
  method: 'GET',
  ...one,
  summary: 'Show an enterprise project',
  action: 'eps:enterpriseProjects:get',
  success: One,
} as const satisfies ApiOperation

export const createEnterpriseProject = {
  id: 'CreateEnterpriseProject',
  method: 'POST',
  path: root,
  summary: 'Create an enterprise project',
  action: 'eps:enterpriseProjects:create',
  body: Type.Object({ name, description: Type.Optional(description), type: Type.Optional(type) }),
  success: { ...One, status: 201 },
} as const satisfies ApiOperation

export const updateEnterpriseProject = {
  id: 'UpdateEnterpriseProject',
  method: 'PUT',
  ...one,
  summary: 'Change an enterprise project',
  action: 'eps:enterpriseProjects:update',
  body: Type.Object({
    name: Type.Optional(name),
    description: Type.Optional(description),
    type: Type.Optional(type),
  }),
  success: One,
} as const satisfies ApiOperation

export const switchEnterpriseProject = {
  id: 'EnableEnterpriseProject',
  method: 'POST',
  path: `${one.path}/action`,
  params: one.params,
  summary: 'Disable an enterprise project for what is new, or enable it again',
  action: 'eps:enterpriseProjects:enable',
  body: Type.Object({ action: oneOf(['enable', 'disable']) }),
  success: { status: 204 },
} as const satisfies ApiOperation
