import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'

/**
 * What was pushed, in the words of the services that it was pushed to: what Terraform reads back and takes away (client
 * contract 3.3, `huaweicloud_ccm_certificate_push`).
 */

const path = Type.Object({
  project_id: Type.String({ maxLength: 64 }),
  certificate_id: Type.String({ maxLength: 255 }),
})

const elb = '/v3/{project_id}/elb/certificates/{certificate_id}'
const waf = '/v1/{project_id}/waf/certificate/{certificate_id}'

export const showElbCertificate = {
  id: 'ShowPushedElbCertificate',
  method: 'GET',
  path: elb,
  summary: 'Show a certificate that was pushed to ELB',
  action: 'scm:cert:listDeployedResources',
  params: path,
  success: {
    status: 200,
    body: Type.Object({
      certificate: Type.Object({
        id: Type.String(),
        name: Type.String(),
        description: Type.String(),
        type: Type.Literal('server'),
        domain: Type.String(),
        certificate: Type.String(),
        private_key: Type.String({ description: 'never told' }),
        fingerprint: Type.String(),
        expire_time: Type.String(),
        created_at: Type.String(),
        updated_at: Type.String(),
        project_id: Type.String(),
        scm_certificate_id: Type.String(),
        source: Type.Literal('scm'),
      }),
      request_id: Type.String(),
    }),
  },
} as const satisfies ApiOperation

export const deleteElbCertificate = {
  id: 'DeletePushedElbCertificate',
  method: 'DELETE',
  path: elb,
  summary: 'Take a certificate away from ELB',
  action: 'scm:cert:push',
  params: path,
  success: { status: 204 },
} as const satisfies ApiOperation

export const showWafCertificate = {
  id: 'ShowPushedWafCertificate',
  method: 'GET',
  path: waf,
  summary: 'Show a certificate that was pushed to WAF',
  action: 'scm:cert:listDeployedResources',
  params: path,
  success: {
    status: 200,
    body: Type.Object({
      id: Type.String(),
      name: Type.String(),
      content: Type.String(),
      key: Type.String({ description: 'never told' }),
      timestamp: Type.Integer(),
      expire_time: Type.Integer(),
      exp_status: Type.Integer({ description: '0 valid, 1 expired, 2 within a month' }),
      bind_host: Type.Array(
        Type.Object({ id: Type.String(), hostname: Type.String(), waf_type: Type.String() }),
      ),
    }),
  },
} as const satisfies ApiOperation

export const deleteWafCertificate = {
  id: 'DeletePushedWafCertificate',
  method: 'DELETE',
  path: waf,
  summary: 'Take a certificate away from WAF',
  action: 'scm:cert:push',
  params: path,
  success: { status: 204 },
} as const satisfies ApiOperation
