import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { description, identifier, name, path } from './shapes.ts'

const root = '/v3.0/OS-AGENCY/agencies'
const one = { path: `${root}/{agency_id}`, params: path('agency_id') } as const

const Agency = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  trust_domain_id: Type.String(),
  trust_domain_name: Type.String(),
  description: Type.String(),
  duration: Type.String({ description: 'FOREVER, ONEDAY, or hours' }),
  expire_time: nullable(Type.String()),
  create_time: Type.String(),
})
const One = { status: 200, body: Type.Object({ agency: Agency }) } as const

/** Text or number of days, as the vendor's clients send either. */
const duration = Type.Union(
  [
    Type.Literal('FOREVER'),
    Type.Literal('ONEDAY'),
    Type.String({ pattern: '^[1-9]\\d{0,4}$' }),
    Type.Integer({ minimum: 1, maximum: 99_999 }),
  ],
  { expectation: 'must be FOREVER, ONEDAY, or a number of days' },
)

export const createAgency = {
  id: 'CreateIamAgency',
  method: 'POST',
  path: root,
  summary: 'Let users of another account act for this one',
  action: 'iam:agencies:createAgency',
  body: Type.Object({
    agency: Type.Object({
      name,
      domain_id: Type.Optional(identifier),
      trust_domain_id: Type.Optional(identifier),
      trust_domain_name: Type.Optional(identifier),
      description: Type.Optional(description),
      duration: Type.Optional(duration),
    }),
  }),
  success: { ...One, status: 201 },
} as const satisfies ApiOperation

export const listAgencies = {
  id: 'ListAgencies',
  method: 'GET',
  path: root,
  summary: 'List agencies',
  action: 'iam:agencies:listAgencies',
  query: Type.Object({
    domain_id: Type.Optional(identifier),
    trust_domain_id: Type.Optional(identifier),
    name: Type.Optional(identifier),
  }),
  success: { status: 200, body: Type.Object({ agencies: Type.Array(Agency) }) },
} as const satisfies ApiOperation

export const showAgency = {
  id: 'ShowIamAgency',
  method: 'GET',
  ...one,
  summary: 'Show an agency',
  action: 'iam:agencies:getAgency',
  success: One,
} as const satisfies ApiOperation

export const updateAgency = {
  id: 'UpdateAgency',
  method: 'PUT',
  ...one,
  summary: 'Change an agency; tokens that were taken for it end',
  action: 'iam:agencies:updateAgency',
  body: Type.Object({
    agency: Type.Object({
      trust_domain_id: Type.Optional(identifier),
      trust_domain_name: Type.Optional(identifier),
      description: Type.Optional(description),
      duration: Type.Optional(duration),
    }),
  }),
  success: One,
} as const satisfies ApiOperation

export const deleteAgency = {
  id: 'DeleteAgency',
  method: 'DELETE',
  ...one,
  summary: 'Delete an agency with its tokens and grants',
  action: 'iam:agencies:deleteAgency',
  success: { status: 204 },
} as const satisfies ApiOperation
