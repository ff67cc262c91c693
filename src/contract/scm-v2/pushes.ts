import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { pushCertificate as push } from '../scm-v3/pushes.ts'
import * as shapes from './shapes.ts'

/** Certificates put to use: 6.17, 6.18. */

export const pushCertificate = {
  id: 'ScmV2PushCertificate',
  method: 'POST',
  path: `${shapes.one}/push`,
  summary: push.summary,
  action: 'scm:cert:push',
  ...shapes.single,
  body: Type.Object({
    service_type: Type.String({
      pattern: '^(?:(?:[Ee][Nn][Hh][Aa][Nn][Cc][Ee]_)?[Ee][Ll][Bb]|[Ww][Aa][Ff]|[Cc][Dd][Nn])$',
      expectation: 'must be CDN, ELB, Enhance_ELB or WAF',
      violation: 'SCM.0030',
    }),
    remote_project: push.body.properties.target_project,
  }),
  success: { status: 200, body: shapes.Message },
} as const satisfies ApiOperation

export const listPushes = {
  id: 'ScmV2ListPushHistory',
  method: 'GET',
  path: `${shapes.one}/push-history`,
  summary: 'List the last ten pushes of a certificate, the youngest first',
  action: 'scm:pushHistory:list',
  ...shapes.single,
  success: {
    status: 200,
    body: Type.Object({
      push_history_list: Type.Array(
        Type.Object({
          push_time: Type.String({ description: 'in ms since 1970' }),
          push_remote_project: nullable(Type.String({ description: 'null for CDN' })),
          push_service: Type.String({ description: 'ELB and Enhance_ELB as they were asked for' }),
        }),
      ),
    }),
  },
} as const satisfies ApiOperation
