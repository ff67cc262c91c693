import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

/** Certificates put to use: client contract 1.1, operations 6 and 8 to 10; what was pushed is ours to list. */

const one = '/v3/scm/certificates/{certificate_id}'
const single = { kind: 'cert', parameter: 'certificate_id' } as const

/** In whatever case: the vendor's own example has `waf`. */
export const Service = Type.String({
  pattern: '^([Ee][Ll][Bb]|[Ww][Aa][Ff]|[Cc][Dd][Nn])$',
  expectation: 'must be CDN, WAF or ELB',
  violation: 'SCM.0030',
})

const Project = (description: string) =>
  Type.String({
    maxLength: 255,
    allowEmpty: true,
    violation: 'SCM.0069',
    description: `${description}; empty for CDN`,
  })

export const pushCertificate = {
  id: 'PushCertificate',
  method: 'POST',
  path: `${one}/push`,
  summary: 'Push a certificate to a service, and see it there',
  action: 'scm:cert:push',
  about: single,
  params: shapes.CertificatePath,
  body: Type.Object({
    target_project: Project('the region or project of the service'),
    target_service: Service,
  }),
  success: { status: 204 },
} as const satisfies ApiOperation

export const batchPushCertificate = {
  id: 'BatchPushCertificate',
  method: 'POST',
  path: `${one}/batch-push`,
  summary: 'Push a certificate to a service in several projects',
  action: 'scm:cert:push',
  about: single,
  params: shapes.CertificatePath,
  body: Type.Object({
    target_projects: Type.Array(Project('a region or project'), { minItems: 1, maxItems: 10 }),
    target_service: Service,
  }),
  success: {
    status: 200,
    body: Type.Object({
      results: Type.Array(
        Type.Object({
          project_name: Type.String(),
          cert_id: Type.String({ description: 'what it is called there; empty where it was not pushed' }),
          message: Type.String({ description: 'success, or the error code and why' }),
        }),
      ),
    }),
  },
} as const satisfies ApiOperation

export const Resource = Type.Object({
  id: Type.Optional(
    Type.String({ maxLength: 64, description: 'of WAF the host, of ELB the certificate that is replaced' }),
  ),
  type: Type.Optional(oneOf(['premium', 'cloud'], { description: 'of a WAF host' })),
  domain_name: Type.Optional(Type.String({ maxLength: 255, description: 'of CDN' })),
  enterprise_project_id: Type.Optional(shapes.EnterpriseProjectId),
})

export const deployCertificate = {
  id: 'DeployCertificate',
  method: 'POST',
  path: `${one}/deploy`,
  summary: 'Put a certificate to use at single resources of a service',
  action: 'scm:cert:deploy',
  about: single,
  params: shapes.CertificatePath,
  body: Type.Object({
    service_name: Service,
    project_name: Type.Optional(Project('the region or project')),
    resources: Type.Array(Resource, { minItems: 1, maxItems: 20 }),
  }),
  success: {
    status: 200,
    body: Type.Object({
      failure_list: Type.Array(
        Type.Object({
          resource: Type.Object({
            id: nullable(Type.String()),
            type: nullable(Type.String()),
            domain_name: nullable(Type.String()),
            enterprise_project_id: nullable(Type.String()),
          }),
          failure_info: Type.String({ description: 'the error code, and why' }),
        }),
        { description: 'empty: all of them have it' },
      ),
    }),
  },
} as const satisfies ApiOperation

const DeployedResource = Type.Object({ resource_id: Type.String(), resource_name: Type.String() })

const RegionResources = Type.Object({
  region_id: Type.String({ description: 'global for CDN' }),
  is_error: Type.Boolean(),
  resources: Type.Array(DeployedResource),
})

export const listDeployedResources = {
  id: 'ListDeployedResources',
  method: 'POST',
  path: '/v3/scm/deployed-resources',
  summary: 'List where certificates were put to use',
  action: 'scm:cert:listDeployedResources',
  about: { kind: 'cert', is: 'listed' },
  body: Type.Object({
    certificate_ids: Type.Array(shapes.CertificateId, { minItems: 1, maxItems: 50 }),
    service_names: Type.Array(
      Type.String({
        pattern: '^(?:[Ee][Ll][Bb]|[Ww][Aa][Ff]|[Cc][Dd][Nn]|ALL)$',
        expectation: 'must be WAF, CDN, ELB or ALL',
        violation: 'SCM.0030',
      }),
      { minItems: 1, maxItems: 50 },
    ),
  }),
  success: {
    status: 200,
    body: Type.Object({
      results: Type.Array(
        Type.Object({
          certificate_id: Type.String(),
          total_num: Type.Integer(),
          deployed_resources: Type.Array(
            Type.Object({
              service: Type.String(),
              resource_num: Type.Integer(),
              resource_location: oneOf(['region', 'global']),
              region_resources: Type.Array(RegionResources),
            }),
          ),
        }),
      ),
    }),
  },
} as const satisfies ApiOperation

const time = Type.Integer({ description: 'in ms since 1970' })

const states = ['planned', 'applying', 'looking', 'restoring', 'done', 'failed'] as const

const push = {
  id: Type.String(),
  target_service: Type.String(),
  target_project: Type.String(),
  resource: nullable(Type.String({ description: 'the single resource that it was for' })),
  cause: oneOf(['request', 'renewal']),
  status: oneOf(states),
  fingerprint: Type.String({ description: 'SHA-256 of the certificate, hexadecimal' }),
  resource_id: nullable(Type.String({ description: 'what it is called there' })),
  failure: nullable(Type.String()),
  proof: nullable(Type.String({ description: 'how it was seen there; null where it was not' })),
  attempts: Type.Integer({ description: 'before this one' }),
  start_time: time,
  finish_time: nullable(time),
}

export const Push = Type.Object(push)

export const PushOfAccount = Type.Object({
  ...push,
  certificate_id: Type.String(),
  certificate_name: nullable(Type.String({ description: 'null: it was deleted since' })),
})

export const listPushes = {
  id: 'ListPushes',
  method: 'GET',
  path: `${one}/pushes`,
  summary: 'List the pushes of a certificate, the youngest first',
  action: 'scm:cert:listDeployedResources',
  about: single,
  params: shapes.CertificatePath,
  success: { status: 200, body: Type.Object({ pushes: Type.Array(Push) }) },
} as const satisfies ApiOperation

export const listAllPushes = {
  id: 'ListAllPushes',
  method: 'GET',
  path: '/v3/scm/pushes',
  summary: 'List the pushes of all certificates, the youngest first',
  action: 'scm:cert:listDeployedResources',
  about: { kind: 'cert', is: 'listed' },
  query: Type.Object({
    limit: Type.Optional(shapes.Limit),
    offset: Type.Optional(shapes.Offset),
    status: Type.Optional(oneOf(states)),
    current: Type.Optional(
      Type.Boolean({
        description: 'true: only what no younger push of the certificate to the same place followed',
      }),
    ),
  }),
  success: {
    status: 200,
    body: Type.Object({ pushes: Type.Array(PushOfAccount), total_count: Type.Integer() }),
  },
} as const satisfies ApiOperation
