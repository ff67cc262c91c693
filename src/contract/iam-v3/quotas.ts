import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { path } from './shapes.ts'

const Quota = Type.Object({
  type: Type.String(),
  quota: Type.Integer(),
  min: Type.Integer(),
  max: Type.Integer(),
  used: nullable(Type.Integer({ description: 'null where it is counted for each group, user or agency' })),
})
const Quotas = Type.Object({ quotas: Type.Object({ resources: Type.Array(Quota) }) })

/** What the vendor calls them, its spelling among it. */
const types = [
  'user',
  'group',
  'policy',
  'agency',
  'assigment_group_mp',
  'assigment_agency_mp',
  'assigment_group_ep',
  'assigment_user_ep',
] as const

export const showAccountQuota = {
  id: 'ShowDomainQuota',
  method: 'GET',
  path: '/v3.0/OS-QUOTA/domains/{domain_id}',
  params: path('domain_id'),
  summary: 'Show how many users, groups, policies, agencies and grants there may be, and are',
  action: null,
  query: Type.Object({
    type: Type.Optional(Type.Unsafe<(typeof types)[number]>({ type: 'string', enum: [...types] })),
  }),
  success: { status: 200, body: Quotas },
} as const satisfies ApiOperation

export const showProjectQuota = {
  id: 'ShowProjectQuota',
  method: 'GET',
  path: '/v3.0/OS-QUOTA/projects/{project_id}',
  params: path('project_id'),
  summary: 'Show how many projects there may be, and are',
  action: null,
  success: { status: 200, body: Quotas },
} as const satisfies ApiOperation

export const showEnterpriseProjectQuota = {
  id: 'ShowEnterpriseProjectQuota',
  method: 'GET',
  path: '/v1.0/enterprise-projects/quotas',
  summary: 'Show how many enterprise projects there may be, and are',
  action: 'eps:enterpriseProjects:list',
  success: {
    status: 200,
    body: Type.Object({
      quotas: Type.Object({
        resources: Type.Array(
          Type.Object({ type: Type.String(), quota: Type.Integer(), used: Type.Integer() }),
        ),
      }),
    }),
  },
} as const satisfies ApiOperation
